//! Debian's packages, for a machine where we are root on Debian and nowhere else.

use std::path::{Path, PathBuf};

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

/// Fetches a package of another architecture (`name:arch=version`) and unpacks it under `folder`; returns
/// where. Its lists of packages are its own: the system's are not told of the architecture.
pub(crate) fn unpack(
    folder: &Path,
    architecture: &str,
    package: &str,
) -> Result<PathBuf, RunError> {
    let lists = folder.join("lists");
    let unpacked = folder.join("unpacked");
    for part in [&lists.join("partial"), &unpacked] {
        // What cannot be made is missed by apt, which says so.
        let _ = std::fs::create_dir_all(part);
    }
    let lists = format!("Dir::State::lists={}", lists.display());
    let architectures = format!("APT::Architectures::={architecture}");
    let options = ["--quiet=2", "-o", &lists, "-o", &architectures];
    for command in [&["update"][..], &["download", package]] {
        Run::new("apt-get", options.iter().chain(command)).run(folder)?;
    }
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let package = files
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|it| it == "deb"))
        .unwrap_or_default();
    let arguments = [Path::new("-x"), &package, &unpacked];
    Run::new("dpkg-deb", arguments).run(folder)?;
    Ok(unpacked)
}
