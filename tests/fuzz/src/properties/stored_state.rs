//! A stored state: any bytes.

use veriff_verify::lifecycle::{State, StateError};

use crate::differential::agree;

/// What is read is a state that facts could have made, and its shortest form reads as the same; what is not
/// read leaves everything as it was, and is refused for the reason that it should be.
pub fn stored_state(data: &[u8]) {
    let reference = agree(data);
    match State::from_json(data) {
        Ok(state) => {
            assert!(reference.is_some_and(|it| it.is_object()));
            let mut again = State::default();
            for fact in state.facts() {
                again.apply(&fact);
            }
            assert_eq!(again, state);
            let json = state.to_json();
            assert_eq!(State::from_json(json.as_bytes()).as_ref(), Ok(&state));
            assert_eq!(
                State::from_json(json.as_bytes()).map(|it| it.to_json()),
                Ok(json)
            );
            let _ = (state.status(), state.explain(), state.ambiguous());
        }
        Err(error) => {
            let is_json = !matches!(error, StateError::Json(_));
            assert_eq!(is_json, reference.is_some(), "{error}");
            let mut state = State::default();
            assert_eq!(state.merge_json(data), Err(error));
            assert_eq!(state, State::default());
        }
    }
}
