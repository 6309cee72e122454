//! Where units come from: the text of a round, or a frame.

use crate::diagnostic::Diagnostics;
use crate::frame::{Frame, FrameOptions, FrameReader};
use crate::plan::{Plan, Texts};
use crate::round::{Head, Receive, read, read_head};

/// What a round is read from: its text, or a frame.
///
/// Everything that scores a round takes either; what is one round gives the same results, byte for byte.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Source<'a> {
    /// JSON, or a head and a unit a line.
    Text(&'a str),
    /// Columns, and what is known beside them.
    Frame(&'a Frame<'a>, &'a FrameOptions),
}

impl<'a> From<&'a str> for Source<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Source<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<(&'a Frame<'a>, &'a FrameOptions)> for Source<'a> {
    fn from((frame, options): (&'a Frame<'a>, &'a FrameOptions)) -> Self {
        Self::Frame(frame, options)
    }
}

impl<'a> Source<'a> {
    /// Reads only what stands before the units.
    pub(super) fn head(self, plan: &Plan, given: Head) -> Result<Head, Diagnostics> {
        match self {
            Self::Text(text) => read_head(text, plan, given),
            Self::Frame(_, options) => {
                let mut problems = Diagnostics::default();
                let head = FrameReader::head(options, plan, given, &mut problems);
                problems.unless_errors(|_| head)
            }
        }
    }

    pub(super) fn reader(self, plan: &Plan) -> Reader<'a> {
        match self {
            Self::Text(text) => Reader::Text(text),
            Self::Frame(frame, options) => Reader::Frame(Box::new(FrameReader::new(frame, options, plan))),
        }
    }
}

/// The reader of a source, for one pass over the units.
#[derive(Debug)]
pub(super) enum Reader<'a> {
    Text(&'a str),
    Frame(Box<FrameReader<'a>>),
}

impl<'a> Reader<'a> {
    /// Reads the round, hands on its units, and gives what was found on the way. New texts go to those who share
    /// `texts`.
    pub(super) fn read<R: Receive<'a>>(
        &mut self,
        plan: &Plan,
        given: Head,
        texts: Texts,
        receive: &mut R,
    ) -> Diagnostics {
        match self {
            Self::Text(text) => read(text, plan, given, receive),
            Self::Frame(reader) => reader.read(plan, given, texts, receive),
        }
    }

    /// Problems with their places in the source.
    pub(super) fn place(&self, problems: Diagnostics, plan: &Plan) -> Diagnostics {
        match self {
            Self::Text(_) => problems,
            Self::Frame(reader) => reader.place(problems, plan),
        }
    }
}
