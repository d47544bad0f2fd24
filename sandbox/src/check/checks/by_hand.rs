//! What only a person can see. Listed with its steps, never as passed.

use crate::check::catalogue::{Check, Group, Run};

const fn by_hand(
    name: &'static str,
    title: &'static str,
    why: &'static str,
    mend: &'static str,
    steps: &'static [&'static str],
) -> Check {
    Check {
        name,
        title,
        group: Group::ByHand,
        why,
        mend,
        after: &[],
        run: Run::ByHand(steps),
    }
}

pub(crate) static NOTICES: Check = by_hand(
    "notices",
    "The person is told of a decline, and of a resubmission with its reason",
    "A status in a database helps nobody who waits in front of a screen.",
    "Map reason codes to sentences of your own; for fraud reasons, say nothing that helps a fraudster.",
    &[
        "In your application, start a verification, and decide it with `veriff-sandbox decide SESSION \
         resubmission-requested --reason-code 204`.",
        "Look at what the person sees: a sentence about the picture, and the way back to the same link.",
        "Do the same with `declined --reason-code 102`: a refusal without details, and whom to ask.",
    ],
);

pub(crate) static CALLBACK_PAGE: Check = by_hand(
    "callback-page",
    "The page after Veriff's flow says that the decision is pending, until it comes",
    "People come back before the decision does, usually by minutes.",
    "Let the page read the session's status again and again; send people to an https URL of yours.",
    &[
        "Finish Veriff's flow in a browser and follow the way back.",
        "The page must be yours, over https, and say that you wait for the decision.",
        "Let the decision come: the page must change without being reloaded by hand, or say when to \
         come back.",
    ],
);

pub(crate) static BACK_OFFICE: Check = by_hand(
    "back-office",
    "Your back office is told of a decline, with its reason code",
    "Fraud attempts and unjust declines are found by people who hear of them.",
    "Send the reason code, not the person's data, to where your colleagues look.",
    &[
        "Decline a session with reason code 102, and another with 105.",
        "Both must arrive where your colleagues look, with session id and code, once each.",
    ],
);

pub(crate) static PORTAL_STATUS: Check = by_hand(
    "portal-status",
    "A status set in Veriff's portal arrives",
    "It is the one path that nothing on this machine can play: the real Veriff, your real URL.",
    "Set the webhook URLs of your integration in the portal: https, port 443, a public certificate.",
    &[
        "In Veriff's portal open a session of your test integration and set a status.",
        "Within a minute your backend must show it. Try approved, declined and resubmission requested.",
    ],
);

pub(crate) static MOBILE: Check = by_hand(
    "mobile",
    "The flow works in your mobile applications",
    "Cameras, permissions and deep links fail on devices, not on servers.",
    "Give the session URL to Veriff's SDK or a web view; the SDK's own result only says that the flow \
     ended, so read the session from your backend. Callbacks are universal or app links.",
    &[
        "On an iOS and an Android device, start a verification with the URL that your backend created.",
        "Finish it, interrupt it, and refuse the camera: each time the application must show what your \
         backend says, not what the SDK returned.",
    ],
);

pub(crate) static API_UPLOAD: Check = by_hand(
    "api-upload",
    "If you upload pictures yourself: upload, submit, decision",
    "Only integrations that send media over the API need it; most use Veriff's flow.",
    "POST media with context and content, sign the body, PATCH the status submitted; after that, \
     uploads are answered with 409.",
    &[
        "Point your uploader at a running `veriff-sandbox up` and send face, document-front and \
         document-back.",
        "Submit; upload once more: 409. Decide with `veriff-sandbox decide` and see it arrive.",
    ],
);

pub(crate) static BATCH_AND_STRESS: Check = by_hand(
    "batch-and-stress",
    "Batch and stress tests: with Veriff's agreement only",
    "Test integrations are not for load, and live ones are billed by the session.",
    "Measure against the sandbox; ask Veriff before sending a batch anywhere else.",
    &["Run your load test against `veriff-sandbox up`, never against the real Veriff unasked."],
);
