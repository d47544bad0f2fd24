//! The bodies of `POST /sessions`: what is passed on unmodified, and what is refused.

mod passed_on;
mod refused;
