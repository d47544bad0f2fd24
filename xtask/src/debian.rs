//! Debian's packages, for a machine where we are root on Debian and nowhere else.

use std::path::Path;

use crate::run::{Run, RunError};

/// Whether Debian packages may be installed here.
pub(crate) fn may_install(root: &Path) -> bool {
    let user = Run::new("id", ["-u"]).output(root);
    Path::new("/etc/debian_version").exists() && user.is_some_and(|id| id.trim() == "0")
}

/// Installs packages, after a look at the present lists: a new machine may have none.
pub(crate) fn install(root: &Path, packages: &[&str]) -> Result<(), RunError> {
    let apt = |arguments: &[&str]| {
        Run::new("apt-get", arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .run(root)
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}
