import { type ChargeKind, chargeKinds, type ChargeTarget } from '../../domain/contract/charge';
import type { AutotaskProductId, BillingCodeId, ProductId } from '../../domain/ids';
import { chargeFile } from '../../sync/catalogue/chargeFile';
import { type ChargeRow, mapCharge, unmapCharge } from '../../sync/mapping/manageChargeMappings';
import { nameReason, sameName } from '../../domain/mapping/nameLikeness';
import { refused } from '../../sync/mapping/mappingOutcome';
import { suggestTargetsFor } from '../../sync/mapping/suggestMappings';
import { shownFile } from '../catalogue/shownFile';
import type { PagePorts } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { chargeList, chargeName, meanings, type NamedCharge } from './chargeList';
import type { Edited } from './edits';
import { type Asked, type Choosing, type MappedThing, type Unmapping, withOthers } from './mappedThing';
import { likeliest, type Offer, type Suggesting } from './suggesting';

const shownTargets = 10;
/** In the list, behind the likely ones. */
const listedTargets = 40;

type Thing = MappedThing<NamedCharge, ChargeRow>;

function isKind(text: string): text is ChargeKind {
	return (chargeKinds as readonly string[]).includes(text);
}

/** What an address or a form names; undefined where there is no such kind. An empty product is the kind's default. */
export function chargeNamed(texts: { readonly kind: string; readonly product: string }): NamedCharge | undefined {
	if (!isKind(texts.kind)) return undefined;
	return { kind: texts.kind, ...(texts.product === '' ? {} : { productId: texts.product as ProductId }) };
}

function askedIn(query: PageRequest['query']): Asked<NamedCharge> {
	const name = chargeNamed({ kind: query['kind'] ?? '', product: (query['product'] ?? '').trim() });
	const view = query['do'];
	return name && (view === 'map' || view === 'unmap') ? { view, name } : { view: 'list' };
}

function valuesOf({ kind, productId }: NamedCharge) {
	return { kind, product: productId };
}

function targetText({ kind, id }: ChargeTarget): string {
	return `${kind} ${id}`;
}

function targetOf(text: string): ChargeTarget | undefined {
	const [, kind, id = ''] = /^(billingCode|product) (\d{1,15})$/.exec(text) ?? [];
	if (kind === 'billingCode') return { kind, id: Number(id) as BillingCodeId };
	return kind === 'product' ? { kind, id: Number(id) as AutotaskProductId } : undefined;
}

function kindText({ kind }: ChargeTarget): string {
	return kind === 'product' ? 'product' : 'material billing code';
}

const choosing: Thing['choosing'] = async (named, { find }, { autotask, store, inputs }): Promise<Choosing> => {
	const codes = await autotask.searchChargeTargets('billingCode', find, shownTargets);
	const products = find === '' ? [] : await autotask.searchChargeTargets('product', find, shownTargets);
	const mapping = (await store.chargeMappings(inputs.connectionId)).find(
		(one) => one.kind === named.kind && one.productId === named.productId,
	);
	return {
		kind: 'found',
		name: `charges of kind ${chargeName(named)}`,
		facts: `${meanings[named.kind]}.`,
		values: valuesOf(named),
		options: [...codes, ...products].map(({ target, name }) => ({
			value: targetText(target),
			label: name,
			says: `${kindText(target)} ${target.id}`,
		})),
		none: 'Nothing active has that name. Search for something else.',
		chosen: mapping && targetText(mapping.target),
	};
};

async function unmapping(named: NamedCharge): Promise<Unmapping> {
	return await Promise.resolve({
		kind: 'found',
		name: `charges of kind ${chargeName(named)}`,
		values: valuesOf(named),
		text: 'Charges that were written stay. Tasks with such charges wait until the kind is mapped again.',
	});
}

const noKind = refused('There is no such kind of charge.');

/** The kind of charge that the form names, and who sent it. */
function namedBy(request: PageRequest, { inputs }: PagePorts) {
	const named = chargeNamed({ kind: field(request, 'kind'), product: field(request, 'product') });
	return named && { ...named, connectionId: inputs.connectionId, by: request.user };
}

async function map(request: PageRequest, ports: PagePorts): Promise<Edited> {
	const named = namedBy(request, ports);
	const target = targetOf(field(request, 'target'));
	if (!named) return noKind;
	if (!target) return refused('Nothing is chosen. Choose a billing code or a product.');
	return await mapCharge({ ...named, target }, ports);
}

async function unmap(request: PageRequest, ports: PagePorts): Promise<Edited> {
	const named = namedBy(request, ports);
	return named ? await unmapCharge(named, ports) : noKind;
}

/** How many tasks wait for the mapping of a kind; of several kinds that are missing nobody counts which. */
async function countWaiting({ store, inputs }: PagePorts): Promise<number> {
	const waiting = { states: ['attention'], reasons: ['charge not mapped'] } as const;
	return (await store.countPlans(inputs.connectionId, waiting)).tasks;
}

async function offersFor(rows: readonly ChargeRow[], ports: PagePorts): Promise<readonly (Offer | undefined)[]> {
	const kinds = rows.filter(({ mapping }) => !mapping).map(({ kind }) => kind);
	const { all, suggestions } = await suggestTargetsFor(kinds, ports);
	const waitingTasks = kinds.length === 1 ? await countWaiting(ports) : 0;
	const others = all
		.slice(0, listedTargets)
		.map(({ target, name }) => ({ value: targetText(target), label: name, says: `${kindText(target)} ${target.id}` }));
	return rows.map(({ kind, mapping }): Offer | undefined => {
		if (mapping) return undefined;
		const own = suggestions.get(kind) ?? [];
		const { best, isSafe } = likeliest(own, sameName);
		const options = own.map(({ target, name, score }) => ({
			value: targetText(target),
			label: name,
			says: `${kindText(target)} ${target.id}, ${score === sameName ? 'its name says so' : nameReason(score)}`,
		}));
		return {
			key: kind,
			label: chargeName({ kind }),
			options: withOthers(options, others),
			chosen: best && targetText(best.target),
			isSafe: isSafe && best?.isSafe === true,
			waitingTasks,
		};
	});
}

const suggesting: Suggesting<ChargeRow> = {
	offersFor,
	accept: async ({ key, value, by }, ports) => {
		const target = targetOf(value);
		if (!isKind(key)) return noKind;
		if (!target) return refused(`Nothing is chosen for ${key}.`);
		return await mapCharge({ connectionId: ports.inputs.connectionId, kind: key, target, by }, ports);
	},
};

/** Kinds of charges, mapped to what they are booked under. Source: rule M2. */
export const charges: Thing = {
	things: 'charges',
	called: { one: 'fee', many: 'fees' },
	asks: {
		of: askedIn,
		map: (named) => ({ do: 'map', ...valuesOf(named) }),
		unmap: (named) => ({ do: 'unmap', ...valuesOf(named) }),
	},
	list: chargeList,
	suggesting,
	file: shownFile(chargeFile),
	choice: {
		search: 'Search billing codes and products',
		hint: 'Part of the name; the first 10 of each are shown',
		legend: 'Booked under',
		field: 'target',
	},
	choosing,
	unmapping,
	map,
	unmap,
};
