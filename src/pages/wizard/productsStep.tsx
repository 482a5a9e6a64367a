import type { VNode } from 'preact';
import type { NeededProduct } from '../../domain/mapping/neededProducts';
import type { SyncTask } from '../../domain/task/task';
import type { ProductMapping } from '../../ports/store/mappings';
import type { ChargeRow } from '../../sync/mapping/manageChargeMappings';
import { Badge } from '../parts/badge';
import { CardTable } from '../parts/cardTable';
import { MappingLinks } from '../mapping/mappingLinks';
import { ProductCell } from '../mapping/productList';
import { taskAddress } from '../taskAddress';

/** A product that the task needs, with its service where there is one. */
export interface NeededRow {
	readonly product: NeededProduct;
	readonly mapping: ProductMapping | undefined;
}

function ProductRow({ task, row }: { readonly task: SyncTask; readonly row: NeededRow }): VNode {
	const { product, mapping } = row;
	return (
		<tr>
			<td data-label="Product" class="head">
				<ProductCell product={product} />
			</td>
			<td data-label="Billed">{product.periodType ?? 'in a period that Autotask does not have'}</td>
			<td data-label="Autotask service">
				{mapping ? `${mapping.serviceName} (${mapping.serviceId})` : <Badge mood="wait">not mapped</Badge>}
			</td>
			<td data-label="">
				<MappingLinks
					name={product.name}
					isMapped={mapping !== undefined}
					map={
						product.periodType &&
						taskAddress(task.id, { step: 'products', product: product.productId, period: product.periodType })
					}
				/>
			</td>
		</tr>
	);
}

function ChargeKindRow({ task, row }: { readonly task: SyncTask; readonly row: ChargeRow }): VNode {
	const { kind, productId, mapping } = row;
	const name = productId === undefined ? kind : `${kind} of product ${productId}`;
	return (
		<tr>
			<td data-label="Kind of charge" class="head">
				{name}
			</td>
			<td data-label="Booked under">{mapping ? mapping.targetName : <Badge mood="wait">not mapped</Badge>}</td>
			<td data-label="">
				<MappingLinks
					name={`charges of kind ${name}`}
					isMapped={mapping !== undefined}
					map={taskAddress(task.id, { step: 'products', kind, product: productId })}
				/>
			</td>
		</tr>
	);
}

/** The products of a task with their services, and what kinds of charges are booked under. */
export function ProductsStep(given: {
	readonly task: SyncTask;
	readonly products: readonly NeededRow[];
	readonly charges: readonly ChargeRow[];
}): VNode {
	const { task, products, charges } = given;
	return (
		<>
			<h3>Products</h3>
			{products.length === 0 ? (
				<p>This task needs no service: it changes no line, or the line that it changes is known.</p>
			) : (
				<CardTable
					caption="Products of the order and their Autotask services"
					heads={['Product', 'Billed', 'Autotask service']}
					links="Mapping"
				>
					<tbody>
						{products.map((row) => (
							<ProductRow task={task} row={row} />
						))}
					</tbody>
				</CardTable>
			)}
			<h3>Charges</h3>
			<CardTable
				caption="What one-time charges are booked under, for every task"
				heads={['Kind of charge', 'Booked under']}
				links="Mapping"
			>
				<tbody>
					{charges.map((row) => (
						<ChargeKindRow task={task} row={row} />
					))}
				</tbody>
			</CardTable>
		</>
	);
}
