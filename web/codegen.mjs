// Writes app/api/generated.ts: the types of the operations in app/**/*.graphql, checked against schema.graphqls.
//
//   node web/codegen.mjs
import { codegen } from '@graphql-codegen/core';
import * as documents from '@graphql-codegen/typed-document-node';
import * as types from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildSchema, parse, printSourceLocation, validate } from 'graphql';
import { globSync, readFileSync, writeFileSync } from './files.mjs';

const here = new URL('./', import.meta.url);
const schema = parse(readFileSync(new URL('../schema.graphqls', here)));
const found = globSync('app/**/*.graphql', here).map((location) => ({ location, document: parse(readFileSync(new URL(location, here))) }));

const faults = found.flatMap(({ location, document }) =>
  validate(buildSchema(readFileSync(new URL('../schema.graphqls', here))), document).map(
    (fault) => `${location}: ${fault.message}\n${fault.nodes?.[0]?.loc ? printSourceLocation(fault.nodes[0].loc.source, { line: fault.locations[0].line, column: fault.locations[0].column }) : ''}`,
  ),
);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

const scalars = { Date: 'string', DateTime: 'string', Decimal: 'string', Count: 'number', RegionCode: 'string', CreditCode: 'string', PeriodCode: 'string', Code: 'string' };
const config = { scalars, enumsAsTypes: true, skipTypename: true, useTypeImports: true, onlyOperationTypes: true, avoidOptionals: { field: true }, dedupeFragments: true };
const text = await codegen({
  filename: 'generated.ts',
  schema,
  documents: found,
  config,
  plugins: [{ types: {} }, { operations: {} }, { documents: {} }],
  pluginMap: { types, operations, documents },
});
writeFileSync(new URL('app/api/generated.ts', here), text);
