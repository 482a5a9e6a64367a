import type { VNode } from 'preact';
import { isPeriodType } from '../../domain/billingPeriod';
import type { BillingCodeId } from '../../domain/ids';
import { type Decimal, readDecimal } from '../../domain/money';
import { addServiceToAutotask } from '../../sync/mapping/addServiceToAutotask';
import { refused } from '../../sync/mapping/mappingOutcome';
import type { ResolveProductsOptions } from '../../sync/mapping/matchService';
import { Choice, TextField } from '../parts/fields';
import type { PagePorts } from '../page';
import { field, idField, type PageRequest } from '../pageRequest';
import { Hidden, PostForm } from '../postForm';
import type { Edited } from './edits';
import type { ProductRow } from './productList';

/** What a new service can be in Autotask. */
interface ServiceChoices {
	readonly codes: readonly { readonly id: BillingCodeId; readonly name: string }[];
	/** Of its prices, to be put behind what they are; empty where Autotask does not say. */
	readonly currency: string;
}

/** Reads it from Autotask. */
export async function serviceChoices({ autotask }: PagePorts): Promise<ServiceChoices> {
	const codes = await autotask.serviceBillingCodes();
	const internal = (await autotask.currencies()).find((currency) => currency.isInternal);
	return { codes, currency: internal ? ` in ${internal.code}` : '' };
}

function MoneyFields({ request, currency }: { readonly request: PageRequest; readonly currency: string }): VNode {
	return (
		<>
			<TextField
				name="price"
				label={`Price for one unit and period${currency}`}
				value={field(request, 'price')}
				required
				hint="Such as 18.00"
			/>
			<TextField
				name="cost"
				label={`Cost for one unit and period${currency}`}
				value={field(request, 'cost')}
				hint="Empty where it is not known"
			/>
		</>
	);
}

/** Makes the product's service in Autotask; it starts from the product's name, or holds what was typed. */
export function AddServiceForm(given: {
	readonly product: ProductRow;
	readonly choices: ServiceChoices;
	readonly request: PageRequest;
	readonly token: string;
}): VNode {
	const { product, choices, request, token } = given;
	const { productId, periodType, mpn } = product;
	const isTyped = field(request, 'action') === 'add';
	const name = isTyped ? field(request, 'name') : product.name.slice(0, 100);
	return (
		<details>
			<summary>Add the product to Autotask as a new service</summary>
			<PostForm token={token} action="add">
				<Hidden values={{ productId, periodType }} />
				<p>
					Billed {periodType}. The service gets {productId} as external ID
					{mpn === undefined ? '' : ` and ${mpn} as SKU`}. Autotask does not let a service be deleted.
				</p>
				<TextField name="name" label="Name" value={name} required maxLength={100} />
				<MoneyFields request={request} currency={choices.currency} />
				<Choice
					name="billingCodeId"
					label="Billing code"
					value={field(request, 'billingCodeId')}
					options={choices.codes.map((code) => ({ value: String(code.id), name: code.name }))}
				/>
				<p>
					<button class="main">Add to Autotask and map</button>
				</p>
			</PostForm>
		</details>
	);
}

interface TypedService {
	readonly price: Decimal;
	readonly cost?: Decimal;
	readonly billingCodeId: BillingCodeId;
}

/** What was typed of the service; a sentence that says what is wrong with it. */
function typedService(request: PageRequest): TypedService | string {
	const price = readDecimal(field(request, 'price'));
	if (price === undefined) return 'The price is no number. Write it like 18.00.';
	const typedCost = field(request, 'cost');
	const cost = typedCost === '' ? undefined : readDecimal(typedCost);
	if (typedCost !== '' && cost === undefined) return 'The cost is no number. Write it like 14.40, or leave it empty.';
	const code = idField(request, 'billingCodeId');
	if (code === undefined) return 'No billing code is chosen. Make one for recurring services in Autotask.';
	return { price, billingCodeId: code as BillingCodeId, ...(cost === undefined ? {} : { cost }) };
}

/** Adds the product to Autotask as the form says, and maps it; undefined is a product that nobody holds any more. */
export async function addService(
	{ product, options }: { readonly product: ProductRow | undefined; readonly options: ResolveProductsOptions },
	request: PageRequest,
	ports: PagePorts,
): Promise<Edited> {
	const periodType = field(request, 'periodType');
	if (!product || !isPeriodType(periodType)) return refused('No subscription holds that product any more.');
	const typed = typedService(request);
	if (typeof typed === 'string') return refused(typed);
	const { productId, name: productName, mpn } = product;
	return await addServiceToAutotask(
		{
			...options,
			...typed,
			connectionId: ports.inputs.connectionId,
			productId,
			productName,
			periodType,
			name: field(request, 'name'),
			by: request.user,
			...(mpn === undefined ? {} : { mpn }),
		},
		ports,
	);
}
