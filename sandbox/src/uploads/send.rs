//! Sending a session's pictures, the ones that are not there yet.

use super::{Api, Folder, Found, UploadError, Uploaded};

/// Uploads what is missing, one picture after another, and submits. `kept` is told after each step,
/// so that a run that breaks off can be taken up again; `on` of each picture that is there now.
pub(crate) async fn send_pictures(
    api: &Api,
    folder: &Folder,
    state: &mut Uploaded,
    mut kept: impl FnMut(&Uploaded) -> Result<(), UploadError>,
    mut on: impl FnMut(&Found),
) -> Result<(), UploadError> {
    for found in &folder.pictures {
        if !state.submitted && !state.pictures.contains(&found.key()) {
            let bytes = tokio::fs::read(&found.path).await;
            let bytes = bytes.map_err(|source| UploadError::File {
                file: found.name.clone(),
                source,
            })?;
            let mimetype = found.picture.mimetype.unwrap_or("application/octet-stream");
            let (name, context) = (&found.name, &found.context);
            let uploaded = api.upload(&state.session, name, context, mimetype, &bytes);
            match uploaded.await {
                Ok(_) => state.pictures.push(found.key()),
                // An earlier run submitted it and could not write that down.
                Err(error) if error.is_submitted_already() => state.submitted = true,
                Err(error) => return Err(error),
            }
            kept(state)?;
        }
        on(found);
    }
    if !state.submitted {
        match api.submit(&state.session).await {
            Ok(()) => {}
            Err(error) if error.is_submitted_already() => {}
            Err(error) => return Err(error),
        }
        state.submitted = true;
        kept(state)?;
    }
    Ok(())
}
