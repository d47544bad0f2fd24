//! A report in the forms in which it is wanted.

mod html;
mod json;
mod junit;
mod text;

pub use self::html::html;
pub use self::json::json;
pub use self::junit::{JunitError, junit};
pub use self::text::{Paint, Plain, summary, write_details};
