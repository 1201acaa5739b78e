import { createRouter, createWebHashHistory } from 'vue-router';

/** The pages in the order of the menu; each is a bundle of its own. Addresses lie behind #, so that a proxy may add any prefix. */
export const pages = [
  { path: '/', name: 'overview', component: () => import('@/pages/overview/OverviewPage.vue') },
  { path: '/ranking', name: 'ranking', component: () => import('@/pages/ranking/RankingPage.vue') },
] as const;

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [...pages, { path: '/:rest(.*)*', name: 'nowhere', component: () => import('@/pages/NowherePage.vue') }],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
