import type { ContractServiceId } from '../ids';

/** Which line of the contract a change is for. A new one is found again by its key. Source: rule Q14. */
export type LineTarget =
	| { readonly kind: 'existing'; readonly contractServiceId: ContractServiceId }
	| { readonly kind: 'new'; readonly key: string };

/** One text per line, for grouping. */
export function lineKey(target: LineTarget): string {
	return target.kind === 'existing' ? `line:${target.contractServiceId}` : `new:${target.key}`;
}
