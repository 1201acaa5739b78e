import type { ValueNode } from 'graphql/language/ast';
import { Kind } from 'graphql/language/kinds';
import { parse } from 'graphql/language/parser';
import type { MetricQueryInput } from '@/api/generated';
import { nothing, type Question } from './question';

/** The question of an operation that asks for metrics with its values written into it; null for others. */
export function readExample(text: string): Question | null {
  const operation = parse(text).definitions[0];
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return null;
  const field = operation.selectionSet.selections.find((one) => one.kind === Kind.FIELD && one.name.value === 'metrics');
  const argument = field?.kind === Kind.FIELD ? field.arguments?.find((one) => one.name.value === 'query') : undefined;
  if (!argument) return null;
  const input = plain(argument.value) as MetricQueryInput;
  const told = Object.fromEntries(Object.entries(input).filter(([, value]) => value != null));
  return { ...nothing(), ...told, filters: (input.filters ?? []).map((f) => ({ not: false, ...f })), order: (input.order ?? []).map((o) => ({ desc: false, ...o })) } as Question;
}

function plain(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, plain(field.value)]));
    case Kind.LIST:
      return node.values.map(plain);
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    default:
      return null;
  }
}
