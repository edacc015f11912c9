//! Measuring: the inputs, the counting of instructions, and the tables the figures are kept in.

pub mod compiler;
pub mod figures;
pub mod inputs;
pub mod sets;
pub mod tools;
