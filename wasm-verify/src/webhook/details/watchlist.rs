//! Whom a watchlist screening looked for, and the entries it found.

use super::view;
use crate::json::{Array, Text, Value};

view! {
    /// `searchTerm`.
    SearchTerm {
        /// The name.
        name: Text<'a> = "name";
        /// The year of birth, as a text.
        year: Text<'a> = "year";
        /// Enhanced screening: which lists.
        lists: Array<'a> = "lists";
        /// Enhanced screening: which countries.
        countries: Array<'a> = "countries";
        /// Enhanced screening; sent as a truth value or as a text.
        exact_match: Value<'a> = "exactMatch";
        /// Enhanced screening; sent as a number or as a text.
        match_threshold: Value<'a> = "matchThreshold";
        /// Enhanced screening; sent as a truth value or as a text.
        exclude_deceased: Value<'a> = "excludeDeceased";
    }
}

view! {
    /// One of `hits`: an entry that may be the person.
    WatchlistHit {
        /// The name in the entry.
        matched_name: Text<'a> = "matchedName";
        /// Countries.
        countries: Array<'a> = "countries";
        /// Date or year of birth.
        date_of_birth: Text<'a> = "dateOfBirth";
        /// Date or year of death.
        date_of_death: Text<'a> = "dateOfDeath";
        /// How it matches: `name_exact`, `name_fuzzy`, `year_of_birth` and others.
        match_types: Array<'a> = "matchTypes";
        /// Other names.
        aka: Array<'a> = "aka";
        /// Associates.
        associates: Array<'a> = "associates";
        /// Why the person is listed.
        listings: Listings<'a> = "listingsRelatedToMatch";
    }
}

view! {
    /// `listingsRelatedToMatch`: by kind of list, each a list of [`Listing`].
    Listings {
        /// Warnings.
        warnings: Array<'a> = "warnings";
        /// Sanctions.
        sanctions: Array<'a> = "sanctions";
        /// Fitness and probity.
        fitness_probity: Array<'a> = "fitnessProbity";
        /// Politically exposed persons.
        pep: Array<'a> = "pep";
        /// Adverse media.
        adverse_media: Array<'a> = "adverseMedia";
    }
}

view! {
    /// A source that lists the person.
    Listing {
        /// Its name. Old messages write `source_name`: see [`object`](Self::object).
        source_name: Text<'a> = "sourceName";
        /// Its address.
        source_url: Text<'a> = "sourceUrl";
        /// When it listed the person.
        date: Text<'a> = "date";
        /// Adverse media: a part of the text.
        snippet: Text<'a> = "snippet";
    }
}
