//! What a process has cost, by the kernel's count.

use std::io;
use std::time::Duration;

/// What a process has cost since it was started.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// CPU time of all its threads, in user code and in the kernel, to the nanosecond.
    pub cpu: Duration,
    /// The most memory that was resident at once, in bytes.
    pub peak_memory: u64,
}

/// Both of a living process. `wait4` would tell when it is over, but there the peak begins with that of the
/// process which started it, and what it does to end is counted with the rest.
#[cfg(target_os = "linux")]
pub fn read(process: u32) -> io::Result<Spent> {
    use nix::time::clock_getcpuclockid;
    use nix::unistd::Pid;
    use procfs::process::Process;

    let process = i32::try_from(process).map_err(io::Error::other)?;
    let cpu = clock_getcpuclockid(Pid::from_raw(process))?.now()?;
    let status = Process::new(process).and_then(|process| process.status());
    let peak = status.map_err(io::Error::other)?.vmhwm;
    Ok(Spent {
        cpu: Duration::from(cpu),
        peak_memory: peak.unwrap_or_default() * 1024,
    })
}

/// Lambda is Linux; so is what we measure.
#[cfg(not(target_os = "linux"))]
pub fn read(_process: u32) -> io::Result<Spent> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}
