//! Vectors of heads, framings, bodies and addresses; each is read whole and split at every byte.

mod bodies;
mod endpoints;
mod framings;
mod heads;
mod written;
