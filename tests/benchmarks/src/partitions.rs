//! A model, on paper: how hot the partitions of the table and of its index get.
//!
//! DynamoDB gives each partition 1,000 write units and 3,000 read units a second, in an index too. Items
//! under one partition key can be split over several partitions when they get hot, but not under a sort key
//! that grows: the writes follow the clock into one of them. The index `due` has such a key (shard, time of the
//! next look). Its writes go to two places, seven days ahead (created) and an hour ahead (submitted), so a
//! split could at best double what a shard takes; it is not counted on. A table whose index throttles is
//! throttled with it. The number of shards follows from the greatest rate of writes to the index.

use figures::table::{Table, count, number};

/// Write units a second that a partition takes.
pub const WRITES: f64 = 1_000.0;
/// Read units a second that a partition gives.
pub const READS: f64 = 3_000.0;
/// What of it is planned with: the hash deals sessions out unevenly, and a second is not like the next.
pub const HEADROOM: f64 = 0.5;
/// Writes of the index for a verification, as the request units of its steps say: entering it when the
/// session is created, moving when it is submitted (an entry deleted, another put), leaving when it is decided.
pub const INDEX_WRITES: f64 = 4.0;
/// Seconds of a month.
const MONTH: f64 = 30.0 * 86_400.0;

/// How many verifications a month.
pub const SCALES: [f64; 3] = [1e4, 1e6, 1e8];
/// How many times as many as on average come in the busiest second: an assumption. People sleep, which makes
/// it three; a campaign or a deadline makes it ten or more.
pub const PEAKS: [f64; 4] = [1.0, 3.0, 10.0, 30.0];

/// What a rate of verifications asks of the index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Verifications begun in the busiest second.
    pub verifications: f64,
    /// Writes of the index in that second.
    pub writes: f64,
    /// Shards that take them, with room.
    pub shards: u32,
}

/// The load of so many verifications a month, with the busiest second so many times the average.
pub fn load(a_month: f64, peak: f64) -> Load {
    let verifications = a_month / MONTH * peak;
    let writes = verifications * INDEX_WRITES;
    Load {
        verifications,
        writes,
        shards: shards(writes),
    }
}

/// Shards for so many writes a second; at least one.
pub fn shards(writes: f64) -> u32 {
    let shards = (writes / (WRITES * HEADROOM)).ceil();
    // Beyond what a table can have is not a number of shards.
    if shards >= f64::from(u32::MAX) {
        return u32::MAX;
    }
    (shards as u32).max(1)
}

/// Verifications a month that so many shards take at this peak.
pub fn carried(shards: u32, peak: f64) -> f64 {
    f64::from(shards) * WRITES * HEADROOM / INDEX_WRITES * MONTH / peak
}

/// The loads at every scale and peak.
pub fn table() -> Table {
    let mut table = Table::new([
        "verifications a month",
        "busiest second, times the average",
        "begun in it",
        "writes of the index",
        "shards",
    ]);
    for a_month in SCALES {
        for peak in PEAKS {
            let load = load(a_month, peak);
            table.row([
                number(a_month),
                number(peak),
                number(load.verifications),
                number(load.writes),
                count(load.shards),
            ]);
        }
    }
    table
}

/// The section of the page; `default` is the number of shards that settings begin with.
pub fn markdown(default: u32) -> String {
    format!(
        "A model, not a measurement. A partition of DynamoDB takes {} write units and gives {} read units a \
         second, and the index's sort key is a time: the writes of a shard follow the clock, to seven days and to an \
         hour ahead of it, so that splitting a hot partition would help twofold at best, and is not counted on. \
         A table whose index is throttled is throttled too. A verification writes {} entries of the index, each of a shard that its id \
         chooses; half of what a partition takes is planned with. How much busier than the average the busiest \
         second is, is assumed.\n\n{}\n\
         The default of {default} shards carries {} million verifications a month with the busiest second at \
         three times the average, and {} million at ten times. More shards cost a query each of half a unit a \
         minute, and nothing else, so who expects more raises `indexShards` before: it may be raised at any \
         time, and never lowered.\n\n\
         Nothing else is hot. Sessions, payloads, attempts and pointers have keys of their own, made of random ids \
         and hashes; of one session not more is written than its few messages. The item that holds the pace \
         of deletions is one for each integration, and is written only when a session is to be deleted at \
         Veriff, which allows ten a day: who finds no turn reads it and comes again when there is one. \
         Quarantine is spread over 256 keys. Reading the \
         index costs half a unit for each page of 32 sessions, {} times less than its partition gives.\n",
        count(WRITES as u64),
        count(READS as u64),
        number(INDEX_WRITES),
        table().markdown(),
        number((carried(default, 3.0) / 1e6).floor()),
        number((carried(default, 10.0) / 1e6).floor()),
        // A second's worth of looks, generously: a thousand.
        number(READS / (1_000.0 / 32.0 * 0.5)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_takes_half_of_what_a_partition_does() {
        assert_eq!(shards(0.0), 1);
        assert_eq!(shards(500.0), 1);
        assert_eq!(shards(500.1), 2);
        assert_eq!(shards(2_000.0), 4);
        assert_eq!(shards(f64::INFINITY), u32::MAX);
    }

    #[test]
    fn a_hundred_million_a_month_need_more_than_the_default_at_thirty_times_the_average() {
        let average = load(1e8, 1.0);
        assert!((average.verifications - 38.58).abs() < 0.01, "{average:?}");
        assert!((average.writes - 154.3).abs() < 0.1, "{average:?}");
        let needed = PEAKS.map(|peak| load(1e8, peak).shards);
        assert_eq!(needed, [1, 1, 4, 10]);
        assert_eq!(load(1e6, 30.0).shards, 1);
    }

    #[test]
    fn what_shards_carry_needs_as_many() {
        for count in [1, 4, 16] {
            let carried = carried(count, 10.0);
            assert_eq!(load(carried * 0.999, 10.0).shards, count);
            assert_eq!(load(carried * 1.001, 10.0).shards, count + 1);
        }
    }
}
