//! What ties a session to a person: `vendorData` and `endUserId`.

use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Finding, Step, Unchecked};
use crate::check::probe::Probe;

pub(crate) static VENDOR_DATA: Check = Check {
    name: "vendor-data",
    title: "vendorData reaches Veriff unchanged and means nothing outside",
    group: Group::Sessions,
    why: "Veriff returns vendorData with every message and needs it for cross-links and velocity \
          checks. Lost, none of that works; a name or an address in it is personal data where none \
          belongs.",
    mend: "Send an opaque id of yours as verification.vendorData: a string of at most 1000 \
           characters (Veriff's 1500 and 1501).",
    after: &["session-created"],
    run: Run::Program(|case| Box::pin(vendor_data(case))),
};

async fn vendor_data(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let step = Step::from("creating a session");
    let mut person = case.person().named("Wilhelmina", "Telltale");
    let named = case.creation_names("vendorData");
    if named {
        person.vendor_data.push_str(" a/b c&d é");
    }
    let subject = case.subject_of(person.clone()).await?;
    let session = case.bench.veriff.session(&subject.id).await?;
    let told = session.vendor_data.unwrap_or_default();
    let lower = told.to_lowercase();
    for (what, tells) in [
        (
            "name",
            lower.contains("wilhelmina") || lower.contains("telltale"),
        ),
        ("e-mail address", lower.contains('@')),
    ] {
        if tells {
            return Err(Finding::Telling { what }.into());
        }
    }
    if !named && told.is_empty() {
        return Err(Unchecked::NotDescribed("{vendorData} in [createSession]").into());
    }
    if named && told != person.vendor_data {
        let field = "vendorData";
        return Err(Finding::Lost { step, field }.into());
    }
    Ok(())
}

pub(crate) static END_USER_ID: Check = Check {
    name: "end-user-id",
    title: "endUserId reaches Veriff unchanged, as a UUID",
    group: Group::Sessions,
    why: "endUserId is how Veriff knows the same person again; biometric authentication and repeat \
          checks go by it.",
    mend: "Send the person's UUID as verification.endUserId; derive one (UUIDv5) if your ids are \
           none.",
    after: &["session-created"],
    run: Run::Program(|case| Box::pin(end_user_id(case))),
};

async fn end_user_id(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let step = Step::from("creating a session");
    let subject = case.subject().await?;
    let session = case.bench.veriff.session(&subject.id).await?;
    if !case.creation_names("endUserId") {
        // It is optional, and vendorData may stand in for it.
        return match session.end_user_id {
            Some(_) => Ok(()),
            None => Err(Unchecked::NotDescribed("{endUserId} in [createSession]").into()),
        };
    }
    match session.end_user_id {
        Some(told) if told.eq_ignore_ascii_case(&subject.person.end_user_id) => Ok(()),
        // Ids of one's own may be mapped to UUIDs; what must not be is none at all.
        Some(_) => {
            case.note("Veriff is told another UUID than the person's id: a derived one, it seems");
            Ok(())
        }
        None => {
            let field = "endUserId";
            Err(Finding::Lost { step, field }.into())
        }
    }
}

impl Case {
    /// Whether the description puts that value into the create call.
    fn creation_names(&self, placeholder: &str) -> bool {
        match &self.bench.probe {
            Probe::Http(probe) => probe.create.request.names(placeholder),
            _ => false,
        }
    }
}
