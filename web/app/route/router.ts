import { type Component } from 'vue';
import { createRouter, createWebHashHistory } from 'vue-router';
import { learn } from '@/i18n';

/** A page of the menu. */
interface Page {
  path: string;
  /** Also the key of its words under pages in i18n. */
  name: string;
  component: () => Promise<Component>;
  /** The permission without which the menu leaves it out. */
  needs?: string;
  /** Whether it can be used before any records are loaded. */
  withoutData?: boolean;
}

/** The pages in the order of the menu; each is a bundle of its own. Addresses lie behind #, so that a proxy may add any prefix. */
export const pages: Page[] = [
  { path: '/', name: 'overview', needs: 'read_metrics', component: () => import('@/pages/overview/OverviewPage.vue') },
  { path: '/ranking', name: 'ranking', needs: 'read_metrics', component: () => import('@/pages/ranking/RankingPage.vue') },
  { path: '/map', name: 'map', needs: 'read_metrics', component: () => import('@/pages/map/MapPage.vue') },
  { path: '/bulletins', name: 'bulletins', needs: 'read_metrics', component: () => import('@/pages/bulletins/BulletinsPage.vue') },
  { path: '/enterprise', name: 'enterprise', needs: 'read_records', component: () => import('@/pages/enterprise/EnterprisePage.vue') },
  { path: '/data', name: 'data', withoutData: true, component: () => import('@/pages/data/DataPage.vue') },
  { path: '/export', name: 'export', needs: 'export_data', component: () => import('@/pages/export/ExportPage.vue') },
  { path: '/query', name: 'query', needs: 'read_metrics', component: () => import('@/pages/query/QueryPage.vue') },
];

/** Whether a page is there: links to pages that are not, are not shown. */
export const hasPage = (name: string): boolean => pages.some((page) => page.name === name);

export const router = createRouter({
  history: createWebHashHistory(),
  // A page comes with its words.
  routes: [...pages.map((page) => ({ ...page, component: () => Promise.all([page.component(), learn(page.name)]).then(([component]) => component) })), { path: '/:rest(.*)*', name: 'nowhere', component: () => import('@/pages/NowherePage.vue') }],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});
