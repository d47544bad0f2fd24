//! The places where bytes reach the functions and the sandbox.

mod callback;
mod event;
mod pattern;
mod request;
mod settings;
mod stored_items;
mod stream;

pub use callback::callback;
pub use event::event;
pub use pattern::pattern;
pub use request::request;
pub use settings::settings;
pub use stored_items::stored_items;
pub use stream::stream;

use super::Target;

pub(super) static TARGETS: &[Target] =
    named![callback event pattern request settings stored_items stream];
