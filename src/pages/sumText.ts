import type { Decimal } from '../domain/money';
import { isZero, ofHundredths } from '../domain/money';
import type { PlanSum } from '../ports/store/overview';
import { periodName } from '../domain/billingPeriod';
import { changeText } from './moneyText';

/** What plans change of the bills, a text each: `+£54.00 a month`, `-£7.00 once`; none where nothing changes. */
export function sumTexts(sums: readonly PlanSum[]): readonly string[] {
	return sums.flatMap((sum) => sumText(sum) ?? []);
}

/** The same in one text. */
export function sumsText(sums: readonly PlanSum[]): string {
	return sumTexts(sums).join(', ');
}

function sumText({ currency, periodType, before, after }: PlanSum): string | undefined {
	const change: Decimal = ofHundredths(after - before);
	if (isZero(change)) return undefined;
	return `${changeText(change, currency)} ${periodType === undefined ? 'once' : `a ${periodName[periodType]}`}`;
}
