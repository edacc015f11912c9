//! Calls over a scripted transport.

mod addresses;
mod connections;
mod exchanges;
mod hostile;
mod made;
mod replies;
mod routes;
mod served;
mod wire;
