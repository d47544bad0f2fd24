//! Takes the ports, and tells under which addresses they can be reached.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
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
    /// The address is not one of this machine's.
    #[error("{address} is no address of this machine: choose another one with --bind")]
    Address {
        /// The address.
        address: IpAddr,
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

/// A port that was taken.
pub(crate) struct Bound {
    /// Loopback, and the address that was asked for where that is another one.
    pub(crate) listeners: Vec<TcpListener>,
    /// Where this machine itself reaches it, such as `http://127.0.0.1:8080`.
    pub(crate) origin: String,
    /// Where others reach it, such as `http://192.168.1.5:8080`; the same if nobody else can.
    pub(crate) public: String,
}

/// Listens on 127.0.0.1, which the parts of the sandbox use among themselves, and on `address`. Port
/// 0 takes any free one; `flag` is named if the port is not to be had.
///
/// # Errors
/// See [`ListenError`].
pub(crate) async fn listen(
    address: IpAddr,
    port: u16,
    flag: &'static str,
) -> Result<Bound, ListenError> {
    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    // Every address is loopback's too.
    let first = if address.is_unspecified() {
        address
    } else {
        LOOPBACK
    };
    let bind = async |address: IpAddr, port: u16| {
        let bound = async {
            let listener = TcpListener::bind(SocketAddr::from((address, port))).await?;
            let port = listener.local_addr()?.port();
            Ok((listener, port))
        };
        bound
            .await
            .map_err(|source: io::Error| match source.kind() {
                io::ErrorKind::AddrInUse => ListenError::Taken { port, flag },
                io::ErrorKind::AddrNotAvailable => ListenError::Address { address },
                _ => ListenError::Other { port, flag, source },
            })
    };
    let (listener, port) = bind(first, port).await?;
    let mut listeners = vec![listener];
    if first != address {
        listeners.push(bind(address, port).await?.0);
    }
    Ok(Bound {
        listeners,
        origin: format!("http://{}", SocketAddr::from((LOOPBACK, port))),
        public: format!("http://{}", SocketAddr::from((reached_at(address), port))),
    })
}

/// The address under which others reach a server that listens on `address`. Of all addresses, it is
/// the one from which this machine would send to the internet; nothing is sent to find out.
fn reached_at(address: IpAddr) -> IpAddr {
    if !address.is_unspecified() {
        return address;
    }
    // A server on all of IPv6 is on all of IPv4, too.
    let any = IpAddr::from(Ipv4Addr::UNSPECIFIED);
    let far = IpAddr::from(Ipv4Addr::new(192, 0, 2, 1));
    let route = UdpSocket::bind((any, 0)).and_then(|socket| {
        socket.connect((far, 9))?;
        socket.local_addr()
    });
    route.map_or(Ipv4Addr::LOCALHOST.into(), |local| local.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn another_address_is_listened_on_beside_loopback() {
        let only = listen(Ipv4Addr::LOCALHOST.into(), 0, "--port").await;
        let only = only.unwrap();
        assert_eq!((only.listeners.len(), &only.origin), (1, &only.public));

        let other: IpAddr = "127.0.0.2".parse().unwrap();
        if let Ok(both) = listen(other, 0, "--port").await {
            assert_eq!(both.listeners.len(), 2);
            assert!(both.origin.starts_with("http://127.0.0.1:"));
            assert!(both.public.starts_with("http://127.0.0.2:"));
        }

        let all = listen(Ipv4Addr::UNSPECIFIED.into(), 0, "--port")
            .await
            .unwrap();
        assert_eq!(all.listeners.len(), 1);
        assert!(all.origin.starts_with("http://127.0.0.1:"));
        assert!(!all.public.contains("0.0.0.0"));
    }

    #[tokio::test]
    async fn an_address_of_another_machine_is_told() {
        let elsewhere = Ipv4Addr::new(192, 0, 2, 1).into();
        let refused = listen(elsewhere, 0, "--port").await;
        assert!(matches!(refused, Err(ListenError::Address { .. })));
    }
}
