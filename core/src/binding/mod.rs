//! SOAP over HTTP: the one place where `soap` and `http` meet. SOAP 1.1, 6; SOAP 1.2 Part 2, 7.
