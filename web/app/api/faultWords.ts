/** What the server says in English about questions that people ask by clicking, and the words of the page for it: a key of fault.said with what to put in. */
const patterns: { of: RegExp; key: string; words: string[] }[] = [
  { of: /^there is no region "(.*?)"/, key: 'noRegion', words: ['region'] },
  { of: /^the region (\S+) is outside/, key: 'unseenRegion', words: ['region'] },
  { of: /^(\w+) records are outside what this caller may see/, key: 'unseenFact', words: ['fact'] },
  { of: /^the role (\S+) may not ask for/, key: 'role', words: ['role'] },
  { of: /^this ranking is not given to you/, key: 'ranking', words: [] },
  { of: /^the ranking of (\S+) is published from the end/, key: 'unpublished', words: ['period'] },
  { of: /^(\S+) has no regions to rank on (\S+)/, key: 'nothingBelow', words: ['region', 'day'] },
  { of: /^(\S+) has no (?:departments|enterprises) to rank/, key: 'nothingToRank', words: ['region'] },
  { of: /^the period (\S+) has not begun on (\S+)/, key: 'notBegun', words: ['period', 'day'] },
  { of: /^data version (\d+) does not exist; the newest is (\d+)/, key: 'noVersion', words: ['version', 'newest'] },
  { of: /version (\d+).*(?:not kept|gone|no longer)/, key: 'goneVersion', words: ['version'] },
  { of: /^there is no scheme "(.*?)"/, key: 'noScheme', words: ['name'] },
  { of: /^there is no sector "(.*?)"/, key: 'noSector', words: ['name'] },
  { of: /^the scheme (\S+) cannot mark these data/, key: 'cannotMark', words: ['name'] },
  { of: /^the scheme assesses (?:departments|enterprises): they have no level/, key: 'noLevel', words: [] },
  { of: /^the ranking has (\d+) subjects/, key: 'tooMany', words: ['n'] },
  { of: /^(\S+) has more than (\d+) such enterprises/, key: 'tooManyEnterprises', words: ['region', 'n'] },
  { of: /^the map has (\d+) cells; at most (\d+)/, key: 'mapTooLarge', words: ['n', 'most'] },
  { of: /^you may ask what if/, key: 'whatIf', words: [] },
  { of: /^there is no enterprise "(.*?)"/, key: 'noEnterprise', words: ['id'] },
  { of: /^there is no warning/, key: 'noWarning', words: [] },
  { of: /^the warning is over/, key: 'warningOver', words: [] },
  { of: /^a remark has at most (\d+) characters/, key: 'longRemark', words: ['n'] },
  { of: /^this caller may not/, key: 'mayNot', words: [] },
];

/** The words for a message of the server; null for one that is not known, such as that of a fault inside it. */
export function faultWords(message: string): { key: string; words: Record<string, string> } | null {
  for (const { of, key, words } of patterns) {
    const found = message.match(of);
    if (found) return { key: `fault.said.${key}`, words: Object.fromEntries(words.map((word, i) => [word, found[i + 1] ?? ''])) };
  }
  return null;
}
