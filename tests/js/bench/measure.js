/** Measures contenders in turn, so that a slow moment of the machine falls on all of them. */

/**
 * Runs each contender, `{ name: function }`, for about `budget` milliseconds in each of so many rounds.
 *
 * A contender says whether it found the delivery genuine; one that says no, once, ends the run. Gives
 * back the median nanoseconds per call of each.
 */
export async function compared(contenders, rounds, budget) {
  const names = Object.keys(contenders);
  const times = new Map(names.map((name) => [name, []]));
  const calls = new Map(names.map((name) => [name, 8]));
  // Two rounds warm up and find how many calls fill the budget.
  for (let round = -2; round < rounds; round++) {
    for (const name of names) {
      const count = calls.get(name);
      const each = (await timed(name, contenders[name], count)) / count;
      calls.set(name, Math.max(8, Math.min(100_000, Math.round((budget * 1e6) / each))));
      if (round >= 0) times.get(name).push(each);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name))]));
}

/** A table with a row for each size and a column for each contender; ratios are to the `base` contender. */
export function table(rows, cell, [base]) {
  const names = Object.keys(Object.values(rows)[0]);
  const lines = [["", ...names], ["---", ...names.map(() => "---")]];
  for (const [size, times] of Object.entries(rows)) {
    const cells = names.map((name) => `${cell(times[name])} (${(times[base] / times[name]).toFixed(2)})`);
    lines.push([size, ...cells]);
  }
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

async function timed(name, contender, count) {
  const isAsync = contender() instanceof Promise;
  const start = process.hrtime.bigint();
  let right = 0;
  if (isAsync) {
    for (let i = 0; i < count; i++) right += (await contender()) ? 1 : 0;
  } else {
    for (let i = 0; i < count; i++) right += contender() ? 1 : 0;
  }
  const took = Number(process.hrtime.bigint() - start);
  if (right !== count) throw new Error(`${name} refuses a genuine delivery`);
  return took;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
