//! Files without a name: of a process that ends before it gives one, however it ends, nothing is left.
//!
//! Only Linux has them, and there not every file system.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(target_os = "linux")]
mod system {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::fd::AsRawFd as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    use std::path::{Path, PathBuf};

    use rustix::fs::{AtFlags, CWD, OFlags, linkat};

    /// By which name the system knows an open file.
    fn known_as(file: &File) -> PathBuf {
        PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
    }

    pub(super) fn create(folder: &Path) -> Option<File> {
        let mut options = OpenOptions::new();
        let flags = i32::try_from(OFlags::TMPFILE.bits()).ok()?;
        let file = options.write(true).mode(0o666).custom_flags(flags).open(folder).ok()?;
        // Where `/proc` is not mounted it could get no name.
        known_as(&file).metadata().is_ok().then_some(file)
    }

    pub(super) fn name(file: &File, path: &Path) -> io::Result<()> {
        linkat(CWD, known_as(file), CWD, path, AtFlags::SYMLINK_FOLLOW).map_err(io::Error::from)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    pub(super) fn create(_: &Path) -> Option<File> {
        None
    }

    pub(super) fn name(_: &File, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// A new file in a folder, where the system can have one without a name.
pub(crate) fn create(folder: &Path) -> Option<File> {
    system::create(folder)
}

/// Gives it a name that no file has, in the file system where it is.
///
/// # Errors
///
/// That of the system: of a name that a file has `AlreadyExists`.
pub(crate) fn name(file: &File, path: &Path) -> io::Result<()> {
    system::name(file, path)
}
