/** One line per test, what failed in full, and at the end the sums. */
export default async function* reporter(source) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    const passed = type === "test:pass";
    if (!passed && data.todo !== undefined) {
      yield `to do  ${data.name}: ${data.todo}\n`;
      continue;
    }
    if (passed && data.skip !== undefined) {
      count.skipped++;
      yield `left out ${data.name}: ${data.skip}\n`;
      continue;
    }
    count[passed ? "passed" : "failed"]++;
    yield `${passed ? "ok    " : "FAILED"} ${data.name} (${Math.round(data.details.duration_ms)} ms)\n`;
    if (!passed) yield `${explained(data.details.error)}\n`;
  }
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
  yield `\n${count.passed} passed, ${count.failed} failed${skipped}\n`;
}

function explained(error) {
  const cause = error?.cause ?? error;
  return cause?.stack ?? String(cause?.message ?? cause);
}
