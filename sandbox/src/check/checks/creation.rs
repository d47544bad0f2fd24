//! A session is created at Veriff, whatever the person is called.

use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Finding, Step, Unchecked};
use crate::check::probe::Probe;

pub(crate) static SESSION_CREATED: Check = Check {
    name: "session-created",
    title: "A session is created at Veriff and its URL handed on",
    group: Group::Sessions,
    why: "Without Veriff's own session URL the person cannot be verified; a URL pieced together, or \
          another session's, leads to somebody else's verification or to nothing.",
    mend: "POST {base URL}/v1/sessions with X-AUTH-CLIENT, store verification.id and \
           verification.url with the person's record, and hand on that very URL. Is the base URL \
           the one printed above?",
    after: &[],
    run: Run::Program(|case| Box::pin(session_created(case))),
};

async fn session_created(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let person = case.person();
    let step = || Step::from("creating a session");
    let created = case.create(&person, step(), false).await?;
    let Some(session) = created.fresh.last() else {
        return Err(Finding::NoSession { step: step() }.into());
    };
    if created.fresh.len() > 1 {
        case.note(format!(
            "one request created {} sessions at Veriff: each is billed",
            created.fresh.len()
        ));
    }
    let what = |what| Finding::NotVeriffs { step: step(), what };
    match &created.offer.url {
        Some(url) if url.starts_with(&session.url) => {}
        _ => return Err(what("session URL").into()),
    }
    if created
        .offer
        .session_id
        .as_ref()
        .is_some_and(|id| *id != session.id)
    {
        return Err(what("session id").into());
    }
    // The record can be read back, and lets nobody in.
    case.has_no_access(&person, step()).await
}

pub(crate) static ODD_NAMES: Check = Check {
    name: "odd-names",
    title: "People with names of any kind can start, and Veriff is told their names unchanged",
    group: Group::Sessions,
    why: "Names have diacritics, apostrophes, one letter, or none of your alphabet. A person whose \
          name breaks the request cannot be verified at all; one whose name is mangled is declined \
          because the document says otherwise.",
    mend: "Send the body as UTF-8, sign exactly the bytes that you send, and do not restrict, \
           transliterate or shorten names.",
    after: &["session-created"],
    run: Run::Program(|case| Box::pin(odd_names(case))),
};

/// What the name is like, first and last name.
const NAMES: [(&str, &str, &str); 8] = [
    ("with diacritics", "Žófie", "Ñuñez-Ångström"),
    ("with an apostrophe", "Aoife", "O'Néill"),
    ("in Chinese characters", "小明", "王"),
    ("written from the right", "محمد", "العبدالله"),
    ("of one letter", "X", "Ö"),
    ("with quotes and a backslash", "\"Bo\"", "back\\slash"),
    ("with an emoji", "Ada 👩‍🚀", "Byron"),
    (
        "with combining marks",
        "Zoe\u{0308}",
        "Nguye\u{0302}\u{0303}n",
    ),
];

async fn odd_names(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let (mut first, mut last) = (true, true);
    if let Probe::Http(probe) = &case.bench.probe {
        let named = |placeholder| probe.create.request.names(placeholder);
        first = named("firstName") || named("name");
        last = named("lastName") || named("name");
    }
    if !first && !last {
        return Err(Unchecked::NotDescribed(
            "{firstName}, {lastName} or {name} in [createSession]",
        )
        .into());
    }
    let long = "Wolfeschlegelstein".repeat(8);
    let long = ("that is very long", long.as_str(), long.as_str());
    for (what, first_name, last_name) in NAMES.into_iter().chain([long]) {
        let person = case.person().named(first_name, last_name);
        let step = Step::from(format!("creating a session for a name {what}"));
        let created = case.create(&person, step.clone(), false).await?;
        let Some(session) = created.fresh.last() else {
            return Err(Finding::NoSession { step }.into());
        };
        let (told_first, told_last) = (&session.first_name, &session.last_name);
        if told_first.is_none() && told_last.is_none() {
            case.note("Veriff is told no name at all, which it allows");
            return Ok(());
        }
        let lost = |told: &Option<String>, name| told.as_deref().is_some_and(|told| told != name);
        if (first && lost(told_first, first_name)) || (last && lost(told_last, last_name)) {
            let field = "name";
            return Err(Finding::Lost { step, field }.into());
        }
    }
    Ok(())
}
