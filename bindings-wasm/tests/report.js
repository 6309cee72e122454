// Says which tests fail and why, and closes with a line of counts. A test that is skipped has not passed.

export default async function* report(events) {
  let [passed, failed] = [0, 0];
  for await (const { type, data } of events) {
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    const isTest = data?.details?.type !== "suite";
    if (type === "test:pass" && isTest && !data.skip && !data.todo) passed += 1;
    else if (type === "test:fail" || (type === "test:pass" && isTest)) {
      failed += 1;
      const { error } = data.details ?? {};
      yield `FAILED ${data.file}: ${data.name}\n${error?.cause?.stack ?? error?.stack ?? "skipped"}\n`;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}
