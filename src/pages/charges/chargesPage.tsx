import type { VNode } from 'preact';
import { type ChargeKind, chargeKinds, type ChargeTarget } from '../../domain/contract/charge';
import type { AutotaskProductId, BillingCodeId, ProductId } from '../../domain/ids';
import { type ChargeRow, listChargeMappings, mapCharge, unmapCharge } from '../../sync/mapping/manageChargeMappings';
import { address } from '../address';
import { Badge } from '../badge';
import { CardTable } from '../cardTable';
import { ChooseForm, type ChoosingPlace, FindForm, MappingLinks, Option, UnmapForm } from '../choosing';
import { Choice, TextField } from '../fields';
import type { ActionOutcome, Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { field, type PageRequest } from '../pageRequest';
import { Hidden } from '../postForm';

const path = 'charges';
const shownTargets = 10;

const meanings: Readonly<Record<ChargeKind, string>> = {
	setup: 'Setup fees and other one-time items',
	proration: 'The rest of a period, where the marketplace prorates',
	usage: 'Usage of plans that are billed afterwards',
	fee: 'Cancellation fees, handling fees and penalties',
	credit: 'Refunds and other credits',
};

function isKind(text: string): text is ChargeKind {
	return (chargeKinds as readonly string[]).includes(text);
}

/** A kind of charge, of one product where it has its own. */
export interface Named {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
}

/** What an address or a form names; undefined where there is no such kind. */
export function namedIn(texts: { readonly kind: string; readonly product: string }): Named | undefined {
	if (!isKind(texts.kind)) return undefined;
	return { kind: texts.kind, ...(texts.product === '' ? {} : { productId: texts.product as ProductId }) };
}

function TargetText({ row }: { readonly row: ChargeRow }): VNode {
	if (!row.mapping) return <Badge mood="wait">not mapped</Badge>;
	const { target, targetName } = row.mapping;
	return (
		<>
			{targetName}
			<br />
			<span class="soft small">
				{target.kind === 'product' ? 'product' : 'billing code'} {target.id}
			</span>
		</>
	);
}

function ChargeLine({ row }: { readonly row: ChargeRow }): VNode {
	const named = { kind: row.kind, product: row.productId };
	const name = row.productId === undefined ? row.kind : `${row.kind} of product ${row.productId}`;
	return (
		<tr>
			<td data-label="Kind of charge" class="head">
				<strong>{row.kind}</strong>
				<br />
				<span class="soft small">{meanings[row.kind]}</span>
			</td>
			<td data-label="Product" class={row.productId === undefined ? 'none' : ''}>
				{row.productId ?? 'all others'}
			</td>
			<td data-label="Booked under">
				<TargetText row={row} />
			</td>
			<td data-label="">
				<MappingLinks
					name={name}
					isMapped={row.mapping !== undefined}
					map={address(path, { do: 'map', ...named })}
					unmap={address(path, { do: 'unmap', ...named })}
				/>
			</td>
		</tr>
	);
}

async function listView(ports: PagePorts): Promise<PageView> {
	const rows = await listChargeMappings(ports.inputs.connectionId, ports);
	return {
		title: 'Charges',
		content: (
			<>
				<p>
					Autotask books a one-time charge under a material billing code or a product of its own, never under a service.
				</p>
				<form method="get" action={path} class="row">
					<Hidden values={{ do: 'map' }} />
					<Choice
						name="kind"
						label="One product's own"
						options={chargeKinds.map((kind) => ({ value: kind, name: kind }))}
					/>
					<TextField name="product" label="Product ID" required maxLength={100} />
					<button>Choose</button>
				</form>
				<p>
					<a href={address(path, { as: 'csv' })}>Export as CSV</a>
				</p>
				<CardTable
					caption="What each kind of charge is booked under"
					heads={['Kind of charge', 'Product', 'Booked under']}
					links="Mapping"
				>
					<tbody>
						{rows.map((row) => (
							<ChargeLine row={row} />
						))}
					</tbody>
				</CardTable>
			</>
		),
	};
}

function targetText({ kind, id }: ChargeTarget): string {
	return `${kind} ${id}`;
}

/** Chooses what a kind of charge is booked under. */
export async function mapChargeView(
	{ request, token }: Showing,
	named: Named,
	ports: PagePorts,
	place: ChoosingPlace = {
		path,
		values: { do: 'map', kind: named.kind, product: named.productId },
		back: { href: path, name: 'Back to the list' },
	},
): Promise<PageView> {
	const find = (request.query['find'] ?? '').trim().slice(0, 100);
	const search = async (kind: ChargeTarget['kind']) =>
		await ports.autotask.searchChargeTargets(kind, find, shownTargets);
	const [codes, products] = [await search('billingCode'), find === '' ? [] : await search('product')];
	const mapping = (await ports.store.chargeMappings(ports.inputs.connectionId)).find(
		(one) => one.kind === named.kind && one.productId === named.productId,
	);
	const chosen = field(request, 'target') || (mapping ? targetText(mapping.target) : '');
	const name = `${named.kind}${named.productId === undefined ? '' : ` of product ${named.productId}`}`;
	const found = [...codes, ...products];
	return {
		title: `Map charges of kind ${name}`,
		content: (
			<>
				<p>{meanings[named.kind]}.</p>
				<FindForm
					place={place}
					label="Search billing codes and products"
					find={find}
					hint="Part of the name; the first 10 of each are shown"
				/>
				<ChooseForm
					token={token}
					place={place}
					values={{ kind: named.kind, product: named.productId }}
					legend="Booked under"
					options={
						<>
							{found.map((one) => (
								<Option
									name="target"
									value={targetText(one.target)}
									label={one.name}
									says={`${one.target.kind === 'product' ? 'product' : 'material billing code'} ${one.target.id}`}
									isChosen={chosen === targetText(one.target)}
								/>
							))}
							{found.length === 0 ? <p>Nothing active has that name. Search for something else.</p> : null}
						</>
					}
				/>
			</>
		),
	};
}

function unmapView({ token }: Showing, named: Named): PageView {
	const name = `${named.kind}${named.productId === undefined ? '' : ` of product ${named.productId}`}`;
	return {
		title: `Unmap charges of kind ${name}`,
		content: (
			<UnmapForm token={token} values={{ kind: named.kind, product: named.productId }} back={path}>
				Charges that were written stay. Tasks with such charges wait until the kind is mapped again.
			</UnmapForm>
		),
	};
}

async function csv(ports: PagePorts): Promise<PageAnswer> {
	const rows = await listChargeMappings(ports.inputs.connectionId, ports);
	return csvAnswer('charges.csv', [
		['kind', 'product id', 'booked under', 'id', 'name'],
		...rows.map(({ kind, productId = '', mapping }) => [
			kind,
			productId,
			mapping?.target.kind ?? '',
			mapping ? String(mapping.target.id) : '',
			mapping?.targetName ?? '',
		]),
	]);
}

async function show(showing: Showing, ports: PagePorts): Promise<PageView | PageAnswer> {
	const { query } = showing.request;
	if (query['as'] === 'csv') return await csv(ports);
	const named = namedIn({ kind: query['kind'] ?? '', product: (query['product'] ?? '').trim() });
	if (named && query['do'] === 'map') return await mapChargeView(showing, named, ports);
	if (named && query['do'] === 'unmap') return unmapView(showing, named);
	return await listView(ports);
}

function namedByForm(request: PageRequest): Named | undefined {
	return namedIn({ kind: field(request, 'kind'), product: field(request, 'product') });
}

const noKind: ActionOutcome = { kind: 'refused', message: 'There is no such kind of charge.' };

function targetOf(text: string): ChargeTarget | undefined {
	const [, kind, id = ''] = /^(billingCode|product) (\d{1,15})$/.exec(text) ?? [];
	if (kind === 'billingCode') return { kind, id: Number(id) as BillingCodeId };
	return kind === 'product' ? { kind, id: Number(id) as AutotaskProductId } : undefined;
}

/** Maps the kind of the form to what is chosen in it. */
export async function mapChosenTarget(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const named = namedByForm(request);
	const target = targetOf(field(request, 'target'));
	if (!named) return noKind;
	if (!target) return { kind: 'refused', message: 'Nothing is chosen. Choose a billing code or a product.' };
	const outcome = await mapCharge(
		{ ...named, connectionId: ports.inputs.connectionId, target, by: request.user },
		ports,
	);
	return outcome.kind === 'refused'
		? { kind: 'refused', message: outcome.message }
		: { kind: 'done', message: outcome.message, location: path };
}

async function unmap(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const named = namedByForm(request);
	if (!named) return noKind;
	const outcome = await unmapCharge({ ...named, connectionId: ports.inputs.connectionId, by: request.user }, ports);
	return outcome.kind === 'refused'
		? { kind: 'refused', message: outcome.message }
		: { kind: 'done', message: outcome.message, location: path };
}

/** Kinds of charges and what they are booked under. What each action does: the use case of its name in src/sync. */
export const chargesPage: Page = { name: 'charges', show, actions: { map: mapChosenTarget, unmap } };
