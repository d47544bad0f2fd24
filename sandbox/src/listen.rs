//! Takes the ports.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use thiserror::Error;
use tokio::net::TcpListener;

/// A port that cannot be had.
#[derive(Debug, Error)]
pub enum ListenError {
    /// Somebody else has it.
    #[error("port {port} is taken: choose another one with {flag}, or {flag} 0 for any free one")]
    Taken {
        /// The port.
        port: u16,
        /// The flag that names it.
        flag: &'static str,
    },
    /// Another reason, such as a port for administrators only.
    #[error("cannot listen on port {port} ({flag}): {source}")]
    Other {
        /// The port.
        port: u16,
        /// The flag that names it.
        flag: &'static str,
        /// What the system says.
        source: io::Error,
    },
}

/// Listens on 127.0.0.1 and tells the origin, such as `http://127.0.0.1:8080`. Port 0 takes any
/// free one; `flag` is named if the port is not to be had.
///
/// # Errors
/// See [`ListenError`].
pub(crate) async fn listen(
    port: u16,
    flag: &'static str,
) -> Result<(TcpListener, String), ListenError> {
    let bound = async {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let address = listener.local_addr()?;
        Ok((listener, format!("http://{address}")))
    };
    bound.await.map_err(|source: io::Error| {
        if source.kind() == io::ErrorKind::AddrInUse {
            ListenError::Taken { port, flag }
        } else {
            ListenError::Other { port, flag, source }
        }
    })
}
