import { sortBy } from 'lodash';
import type { ChargeKind, ChargeTarget } from '../contract/charge';
import { nameLikeness, sameName } from './nameLikeness';

/** A billing code or product of Autotask under which charges may be booked. */
export interface NamedTarget {
	readonly target: ChargeTarget;
	readonly name: string;
}

/** What a kind of charge may be booked under, for a person to confirm. */
export interface ChargeTargetSuggestion extends NamedTarget {
	/** 0 to 90: a name is all that both can share. */
	readonly score: number;
	/** Its name says this kind and nothing else, and no other name says it as well. */
	readonly isSafe: boolean;
}

const least = 45;

/** What providers call each kind; the first is the one that Autotask's products are searched for. */
export const kindWords: Readonly<Record<ChargeKind, readonly string[]>> = {
	setup: ['setup', 'set up', 'onboarding', 'activation', 'one time', 'non recurring'],
	proration: ['proration', 'prorations', 'pro rata', 'prorata', 'prorated', 'part period'],
	usage: ['usage', 'overuse', 'overage', 'overages', 'consumption', 'pay as you go'],
	fee: ['cancellation', 'fee', 'fees', 'cancellations', 'handling', 'penalty', 'penalties', 'early termination'],
	credit: ['credit', 'credits', 'refund', 'refunds', 'credit note', 'credit notes'],
};

/** Words that say of no kind that it is another one. */
const neutral =
	/(?<![\p{L}\p{N}])(?:cloud|marketplace|subscriptions?|licen[cs]es?|software|services?|saas|charges?|costs?|amounts?|items?|and|of|for|the)(?![\p{L}\p{N}])/giu;
/** Beside another kind's word these only say that it is charged. */
const chargedFor = /(?<![\p{L}\p{N}])fees?(?![\p{L}\p{N}])/giu;

function tellingPart(name: string, kind: ChargeKind): string {
	const telling = name.replaceAll(neutral, ' ');
	const other = telling.replaceAll(chargedFor, ' ');
	return kind !== 'fee' || other.trim() !== '' ? other : telling;
}

function scoresOf(kind: ChargeKind, targets: readonly NamedTarget[]): readonly number[] {
	const names = targets.map(({ name }, key) => ({ key, name: tellingPart(name, kind) }));
	const likeness = kindWords[kind].map((word) => nameLikeness(word, names));
	return targets.map((_, at) => Math.round(sameName * Math.max(...likeness.map((one) => one.get(at) ?? 0))));
}

/**
 * The billing codes and products whose names say the kind, best first, at most `most`; none is taken without a person.
 *
 * Words such as `cloud` or `charges` do not count: `Cloud usage charges` says usage and nothing else. Source: rules M2, M4.
 */
export function suggestChargeTargets(
	kind: ChargeKind,
	targets: readonly NamedTarget[],
	most = 3,
): readonly ChargeTargetSuggestion[] {
	const scores = scoresOf(kind, targets);
	const likely = targets
		.map((target, at) => ({ ...target, score: scores[at] ?? 0 }))
		.filter(({ score }) => score >= least);
	const full = likely.filter(({ score }) => score === sameName);
	const isSafe = ({ score }: { readonly score: number }) => score === sameName && full.length === 1;
	return sortBy(likely, [({ score }) => -score, 'name'])
		.slice(0, most)
		.map((one) => ({ ...one, isSafe: isSafe(one) }));
}
