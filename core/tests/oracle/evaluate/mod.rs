//! The second opinion: a naive evaluator on fractions, written from the documents' description alone.

mod adjustment;
mod admission;
mod calendar;
mod class;
mod combine;
mod criteria;
mod datum;
mod dependence;
mod formula;
mod gate;
mod given;
mod head;
mod interval;
mod irrational;
mod leaf;
mod number;
mod quota;
mod rank;
mod record;
mod relative;
mod results;
mod row;
mod scale;
mod sheet;
mod standing;
mod tally;
mod tree;

pub(crate) use results::results;
