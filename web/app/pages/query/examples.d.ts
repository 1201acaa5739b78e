/** The example queries of web/queries, put in by the build. */
declare module 'virtual:examples' {
  export const examples: { title: string; query: string }[];
}
