//! What must hold of the rules for every input, not only for the worked examples.

mod figures;
mod intervals;
mod planning;
mod reading;
mod tokens;
