import type { JsonObject } from '../../../simulators/http';
import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import { type CalendarDate, plusDays } from '../../../src/domain/calendarDate';
import type { ProductId, ServiceId } from '../../../src/domain/ids';
import { mapProduct } from '../../../src/sync/mapping/manageProductMappings';
import { mapCharge } from '../../../src/sync/mapping/manageChargeMappings';
import { chargeKinds, type ChargeTarget } from '../../../src/domain/contract/charge';
import { sendByHand } from '../../sync/byHand';
import { connection } from '../../sync/fixtureClients';
import type { RunPorts } from '../../sync/fixtureRun';
import { contract, contractId, serviceId, startUnconnected, type World } from '../../sync/fixtureWorld';
import type { Step, Story } from './steps';

export const twinId = contractId + 1;
export const heldLineId = 901;
const otherServiceId = 806;
const otherCodeId = 29680009;
const products = ['PRD-1', 'PRD-B'] as const;

function contracts(isTwinActive: boolean, isSwapped = false): readonly JsonObject[] {
	const status = (isActive: boolean) => (isActive ? 'Active' : 'Inactive');
	return [
		contract({ status: status(!isSwapped) }),
		contract({ id: twinId, contractName: 'Twin', status: status(isTwinActive || isSwapped) }),
	];
}

/** A company with a contract, its twin of the same dates, and, where wanted, a line that was there before us. */
export async function startStory({ held, isTwinActive, sameDate }: Story, file: string): Promise<World> {
	const world = await startUnconnected({
		file,
		companies: 1,
		contracts: contracts(true),
		switches: { sameDate },
		now: '2026-10-01T08:00:00Z',
	});
	const rate = { contractID: contractId, serviceID: serviceId, unitPrice: 18, unitCost: 14.4 };
	if (held > 0) world.autotaskSide.seed({ ContractServices: [{ id: heldLineId, units: held, ...rate }] });
	world.autotaskSide.seed({ Contracts: contracts(isTwinActive) });
	const { entities } = world.autotaskSide.state();
	const like = (entities.Services ?? []).find((one) => one.id === serviceId) ?? {};
	const { id: _id, externalID: _external, ...service } = like;
	const code = (entities.BillingCodes ?? []).find((one) => one.name === 'Licences') ?? {};
	world.autotaskSide.seed({
		Services: [{ ...service, id: otherServiceId, name: 'Premium again' }],
		BillingCodes: [{ ...code, id: otherCodeId, name: 'Others' }],
	});
	return world;
}

type Happening = MarketplaceAct & { readonly at: string };

/** What people do outside: at the marketplace, in Autotask, in the mapping. */
export class Outside {
	private readonly subscriptions: string[] = [];
	private isSwapped = false;
	private isRemapped = false;
	private isRecoded = false;

	constructor(
		private readonly world: World,
		private readonly story: Story,
		private readonly ports: () => RunPorts,
	) {}

	/** Lets it happen; false for a step that is none of this kind. */
	async take(step: Step): Promise<boolean> {
		if (this.order(step)) return true;
		const { autotaskSide } = this.world;
		switch (step.do) {
			case 'swap':
				this.isSwapped = !this.isSwapped;
				autotaskSide.seed({ Contracts: contracts(this.story.isTwinActive, this.isSwapped) });
				return true;
			case 'units':
				await this.adjust({ unitChange: step.by });
				return true;
			case 'price':
				await this.adjust({ unitChange: 0, [`adjustedUnit${step.of}`]: step.to }, step.days);
				return true;
			case 'service': {
				const service = (autotaskSide.state().entities.Services ?? []).find((one) => one.id === serviceId);
				autotaskSide.seed({ Services: [{ ...service, unitPrice: step.to }] });
				return true;
			}
			case 'uncharge':
				await this.uncharge();
				return true;
			case 'remap':
				await this.remap();
				return true;
			case 'recode':
				await this.recode();
				return true;
			default:
				return false;
		}
	}

	private order(step: Step): boolean {
		const act = this.actOf(step);
		if (!act) return false;
		const at = this.world.clock.now();
		const nth = 'nth' in step && typeof step.nth === 'number' ? step.nth : 0;
		const subscriptionId = this.subscriptions[nth % Math.max(1, this.subscriptions.length)] ?? '';
		if (step.do === 'cost') this.recost(subscriptionId, step.cost);
		else this.happen({ ...act, ...(step.do === 'sale' ? {} : { subscriptionId }), at } as unknown as Happening);
		return true;
	}

	private actOf(step: Step): Readonly<Record<string, unknown>> | undefined {
		switch (step.do) {
			case 'sale': {
				const setup = step.setup ? { setup: '50.00' } : {};
				return { kind: 'sale', customerId: '1', productId: products[step.product], quantity: step.quantity, ...setup };
			}
			case 'change': {
				const price = step.price === 0 ? {} : { price: step.price.toFixed(2) };
				return { kind: 'change', quantity: step.quantity, ...price };
			}
			case 'cancel':
				return { kind: 'cancellation', refund: step.refund };
			case 'cost':
				return {};
			default:
				return undefined;
		}
	}

	/** An order that the marketplace would not take happens to nobody: of what has ended, or was never sold. */
	private happen(act: Happening): void {
		let result: ActResult;
		try {
			result = this.world.order(act);
		} catch {
			return;
		}
		if (act.kind === 'sale' && result.subscriptionId !== undefined) this.subscriptions.push(result.subscriptionId);
	}

	private recost(id: string, cost: number): void {
		const { marketplaceSide } = this.world;
		const subscription = marketplaceSide.state().subscriptions.find((one) => one.id === id);
		if (!subscription) return;
		const held = subscription.products.map((one) => ({
			...one,
			unitCost: { ...one.unitCost, amount: cost.toFixed(2) },
		}));
		marketplaceSide.seed({ subscriptions: [{ ...subscription, products: held }] as never });
	}

	/** Somebody changes the first line, so many days from today; what Autotask refuses has not happened. */
	private async adjust(change: JsonObject, days = 0): Promise<void> {
		const [line] = this.world.autotaskSide.state().entities.ContractServices ?? [];
		if (!line) return;
		const effectiveDate = plusDays(this.world.clock.now().slice(0, 10) as CalendarDate, days);
		const body = { contractID: line.contractID ?? 0, contractServiceID: line.id ?? 0, effectiveDate, ...change };
		await sendByHand(this.world, 'POST', `Contracts/${String(line.contractID)}/ServiceAdjustments`, body);
	}

	private async uncharge(): Promise<void> {
		const charge = (this.world.autotaskSide.state().entities.ContractCharges ?? []).at(-1);
		if (charge)
			await sendByHand(this.world, 'DELETE', `Contracts/${String(charge.contractID)}/Charges/${String(charge.id)}`);
	}

	private async remap(): Promise<void> {
		this.isRemapped = !this.isRemapped;
		const wanted = {
			connectionId: connection.connectionId,
			productId: products[0] as ProductId,
			serviceId: (this.isRemapped ? otherServiceId : serviceId) as ServiceId,
			severalProducts: 'allow' as const,
			by: 'Ann',
		};
		if (await this.ports().store.connection(connection.connectionId)) await mapProduct(wanted, this.ports());
	}

	private async recode(): Promise<void> {
		this.isRecoded = !this.isRecoded;
		const code = (this.world.autotaskSide.state().entities.BillingCodes ?? []).find((one) => one.name === 'Licences');
		const id = this.isRecoded ? otherCodeId : Number(code?.id);
		for (const kind of chargeKinds)
			await mapCharge(
				{ connectionId: connection.connectionId, kind, target: { kind: 'billingCode', id } as ChargeTarget },
				this.ports(),
			);
	}
}
