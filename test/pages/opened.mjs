/** What pages show of one thing: why a city dropped, a bulletin that is issued, an enterprise. */
export async function opened(ask) {
  const { assessment, bulletins, riskContributors } = await ask(`{
    assessment(region: "370000", period: "2026-09") { subjects { key rankChange } }
    bulletins(query: {}, first: 10) { nodes { id stage } }
    riskContributors(query: { region: "370000", period: "2026-09", first: 8 }) { enterprises { key } }
  }`);
  const [dropped] = assessment.subjects.toSorted((a, b) => a.rankChange - b.rankChange);
  return [
    { name: 'why', path: `/ranking?region=370000&period=2026-09&subject=${dropped.key}` },
    { name: 'bulletin', path: `/bulletins?id=${bulletins.nodes.find((b) => b.stage === 'ISSUED').id}`, sheets: 20 },
    { name: 'portrait', path: `/enterprise?id=${riskContributors.enterprises.find((e) => e.key).key}` },
  ];
}
