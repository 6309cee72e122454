//! A place in a JSON document, as a list on the stack that costs nothing until it is written.

use std::fmt;

/// A JSON pointer (RFC 6901) under construction.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'a> {
    Root,
    /// A pointer that has been written already.
    At(&'a str),
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(crate) const fn key(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    pub(crate) const fn index(&'a self, index: usize) -> Path<'a> {
        Path::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::At(pointer) => f.write_str(pointer),
            Self::Key(parent, key) => {
                write!(f, "{parent}/")?;
                for letter in key.chars() {
                    match letter {
                        '~' => f.write_str("~0")?,
                        '/' => f.write_str("~1")?,
                        other => fmt::Write::write_char(f, other)?,
                    }
                }
                Ok(())
            }
            Self::Index(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}
