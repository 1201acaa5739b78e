import type zh from './overview.zh';

export default {
  asOf: 'data as of {asOf}', running: 'the period has not ended: compared to the same day', version: 'version {version}',
  toHome: 'Back to my area and the latest period', hidden: 'Your token may not see: {titles}', comma: ', ', beyond: 'There are no records of this period yet: the data end on {until}. What stood then (such as overdue hazards) is not carried on into it.', ownUnranked: 'This area is not ranked: ', allUnranked: 'None is ranked: {why}',
  unjudged: 'The data was published just now; its warnings are being judged and will be here within three minutes',
  figures: 'Main figures', records: 'Records', recordsOf: 'Records of {title}', partial: '* some units did not report or some records do not tell: the figure is what is known', money: 'Large sums are shortened; point at one for the exact figure',
  certification: 'Certified', principal: 'Principals', manager: 'Managers', special: 'Operators',
  standing: 'Grade and rank', rank: 'rank {rank}', of: 'of {count}', score: '{score} marks', up: 'up {n}', down: 'down {n}', same: 'unchanged', newly: 'no earlier rank', provisional: 'the period has not ended: no result yet',
  noPeers: 'No regions of its level to compare with', own: 'Among its peers', below: 'Regions below', best: 'First', worst: 'Last', toRanking: 'To the ranking', against: 'against {period}', unranked: 'no score', noBelow: 'No regions below are ranked',
  whyMoved: 'Why', leaf: 'Nothing below {name} is assessed.', acknowledge: 'Acknowledge', acknowledgeOf: 'Acknowledge: {title}', acknowledgeTitle: 'Acknowledge a warning', acknowledgeHelp: 'It says that you have taken note and act on it; it does not clear the warning, which waits again when it becomes worse.', remark: 'What is done about it (optional)', cancel: 'Cancel', acknowledgedNow: 'Acknowledged: {title}', loseRemark: 'What you wrote was not sent. Leave it?',
  decisions: 'Warnings to decide on', decisionsNone: 'No warnings wait for a decision', decisionsNow: 'now, not acknowledged', counts: '{word} {count}', moreAlerts: '{count} more', since: 'since {at}',
  late: 'Late data', lateUnits: 'Obligations not met', lateNone: 'All obligations were met', lateSources: 'Source systems', sourcesFine: 'All sources are up to date', outages: 'Loads in trouble', outage: '{subject}: {kind}, since {since}', arrived: 'reported {rate}', sourceUntil: 'Newest record of each source', failure: 'failed', stale: 'late',
  trends: '12 months', trendAccidents: 'Accidents and deaths', trendHazards: 'Hazards found and closed', trendRate: 'On-time and reporting rates', trendWork: 'Inspections and cases', month: 'Month', short: { accidents_counted: 'accidents', deaths_counted: 'deaths', hazards_found: 'found', hazards_verified: 'closed', inspections: 'inspections', cases_opened: 'cases', hazard_on_time_rate: 'rectified on time', obligation_report_rate: 'reported' }, empty: 'There are no data of this region and period',
} satisfies typeof zh;
