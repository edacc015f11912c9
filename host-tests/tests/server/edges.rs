//! What depends on when something happens: who waits, who is late, who goes away.
