//! HTTP messages by the thousand: damaged, cut, endless, and compared with other readers.

mod endless;
mod others;
mod reading;
mod round;
mod seeds;
