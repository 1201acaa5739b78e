// Works with the dashboard of a real demo in a real browser, as people do.
//
//   node test/pages/demo.mjs DEMO EMPTY CHROMIUM
//
// DEMO is the address of a server that shows the demo of scale small, EMPTY of one on which nothing was loaded.
import { after, describe } from 'node:test';
import { eachPage } from './each.mjs';
import { close } from './given.mjs';
import { longRanking } from './list.mjs';
import { afterTheData, everyNumber } from './numbers.mjs';
import { leadersPath } from './path.mjs';
import { troubles } from './troubles.mjs';

describe('the dashboard', { concurrency: 3 }, () => {
  eachPage();
  leadersPath();
  longRanking();
  everyNumber();
  afterTheData();
  troubles();
  after(close);
});
