import type { VNode } from 'preact';
import { type ChargeKind, chargeKinds } from '../../domain/contract/charge';
import type { ProductId } from '../../domain/ids';
import { type ChargeRow, listChargeMappings } from '../../sync/mapping/manageChargeMappings';
import { Badge } from '../parts/badge';
import { Choice, TextField } from '../parts/fields';
import { Hidden } from '../postForm';
import type { MappedColumn, MappedList } from './mappedList';

/** A kind of charge, of one product where it has its own. */
export interface NamedCharge {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
}

/** What is charged under each kind. */
export const meanings: Readonly<Record<ChargeKind, string>> = {
	setup: 'Setup fees and other one-time items',
	proration: 'The rest of a period, where the marketplace prorates',
	usage: 'Usage of plans that are billed afterwards',
	fee: 'Cancellation fees, handling fees and penalties',
	credit: 'Refunds and other credits',
};

/** What a kind of charge, or one product's own, is called. */
export function chargeName({ kind, productId }: NamedCharge): string {
	return productId === undefined ? kind : `${kind} of product ${productId}`;
}

function TargetCell({ mapping }: Pick<ChargeRow, 'mapping'>): VNode {
	if (!mapping) return <Badge mood="wait">not mapped</Badge>;
	const { target, targetName } = mapping;
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

/** Goes to where one product gets a mapping of its own. */
function OwnProductForm(): VNode {
	return (
		<form method="get" action="charges" class="row">
			<Hidden values={{ do: 'map' }} />
			<Choice
				name="kind"
				label="One product's own"
				options={chargeKinds.map((kind) => ({ value: kind, name: kind }))}
			/>
			<TextField name="product" label="Product ID" required maxLength={100} />
			<button>Choose</button>
		</form>
	);
}

function Intro(): VNode {
	return (
		<>
			<p>
				Autotask books a one-time charge under a material billing code or a product of its own, never under a service.
			</p>
			<OwnProductForm />
		</>
	);
}

const columns: readonly MappedColumn<ChargeRow>[] = [
	{
		head: 'Kind of charge',
		class: () => 'head',
		show: ({ kind }) => (
			<>
				<strong>{kind}</strong>
				<br />
				<span class="soft small">{meanings[kind]}</span>
			</>
		),
	},
	{
		head: 'Product',
		class: ({ productId }) => (productId === undefined ? 'none' : ''),
		show: ({ productId }) => productId ?? 'all others',
	},
	{ head: 'Booked under', isTarget: true, show: (row) => <TargetCell {...row} /> },
];

/** Kinds of charges with what they are booked under, products' own below them. */
export const chargeList: MappedList<NamedCharge, ChargeRow> = {
	read: async ({ onlyUnmapped }, ports) => {
		const all = await listChargeMappings(ports.inputs.connectionId, ports);
		const rows = onlyUnmapped ? all.filter(({ mapping }) => !mapping) : all;
		return { rows, total: rows.length };
	},
	caption: 'What each kind of charge is booked under',
	columns,
	links: (row) => ({ label: chargeName(row), name: row, isMapped: row.mapping !== undefined }),
	csv: {
		heads: ['kind', 'product id', 'booked under', 'id', 'name'],
		cells: ({ kind, productId = '', mapping }) => [
			kind,
			productId,
			mapping?.target.kind ?? '',
			mapping ? String(mapping.target.id) : '',
			mapping?.targetName ?? '',
		],
		unlisted: async () => await Promise.resolve([]),
	},
	intro: Intro,
};
