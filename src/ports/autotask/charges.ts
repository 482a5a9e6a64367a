import type { CalendarDate } from '../../domain/calendarDate';
import type { ChargeTarget, ContractCharge } from '../../domain/contract/charge';
import type { ChargeId, ContractId } from '../../domain/ids';
import type { Decimal } from '../../domain/money';
import type { SendOptions } from '../sending';
import type { TakeUnreadPart } from '../unread';
import type { WriteAnswer } from './writeAnswer';

export interface ChargeToWrite {
	readonly contractId: ContractId;
	/** At most 50 characters. */
	readonly key: string;
	/** At most 100 characters; longer text is cut. */
	readonly name: string;
	readonly description: string;
	readonly purchasedOn: CalendarDate;
	readonly amount: Decimal;
	readonly cost?: Decimal;
	readonly target: ChargeTarget;
}

export interface ChargesPort {
	/** Charges that carry one of these keys. */
	chargesByKey(keys: readonly string[], unread?: TakeUnreadPart<string>): Promise<readonly ContractCharge[]>;
	/**
	 * Charges of the contracts with a key of whichever store of ours that contains one of the texts; what cannot be read of
	 * one is left out. One whose key cannot be read may be any of them.
	 */
	chargesOfStores(
		contracts: readonly ContractId[],
		texts: readonly string[],
		unread: TakeUnreadPart<ContractId>,
	): Promise<readonly (Pick<ContractCharge, 'key'> & Partial<ContractCharge>)[]>;
	/** Whether the billing code or product exists, is active and may be used for a charge; a sentence that says why not. */
	checkChargeTarget(
		target: ChargeTarget,
	): Promise<{ readonly ok: true; readonly name: string } | { readonly ok: false; readonly why: string }>;
	/** Up to `limit` active material billing codes, or products, whose name contains the text; by name. */
	searchChargeTargets(
		kind: ChargeTarget['kind'],
		text: string,
		limit: number,
	): Promise<readonly { readonly target: ChargeTarget; readonly name: string }[]>;
	createCharge(charge: ChargeToWrite, options?: SendOptions): Promise<WriteAnswer<ChargeId>>;
}
