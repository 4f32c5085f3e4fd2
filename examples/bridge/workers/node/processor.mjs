// The processor: replace this.

/** For so long it knows an idempotency key again. 0: it has none, and nothing is ever sent twice. */
export const KEYS_KEPT_S = 23 * 3600;

/** Nothing was done: it can be tried again. */
export class NotDone extends Error {}

/** The processor refused the call itself, and did nothing. */
export class Refused extends Error {}

const STATUS = { succeeded: "CHARGED", requires_capture: "AUTHORIZED", requires_payment_method: "FAILURE" };

/** The contract has some texts in a wrapper, which goes where one was put aside. */
const text = (value) => value?.value ?? value;

/**
 * Asks for a payment. Returns the result in the contract's JSON: a decline too. Throws NotDone, Refused; whatever else it
 * throws says that nobody knows what the processor did.
 */
export async function charge(request, key, signal) {
  const card = request.payment_method.card;
  const form = new URLSearchParams({
    amount: request.amount.minor_amount,
    currency: request.amount.currency.toLowerCase(),
    confirm: "true",
    capture_method: request.capture_method === "MANUAL" ? "manual" : "automatic",
    "payment_method_data[type]": "card",
    "payment_method_data[card][number]": text(card.card_number),
    "payment_method_data[card][cvc]": text(card.card_cvc),
    "payment_method_data[card][exp_month]": text(card.card_exp_month),
    "payment_method_data[card][exp_year]": text(card.card_exp_year),
    "metadata[order_id]": request.merchant_transaction_id ?? "",
  });
  let answer;
  try {
    answer = await fetch(`${process.env.PROCESSOR_URL}/v1/payment_intents`, {
      method: "POST",
      body: form,
      signal,
      headers: { authorization: `Bearer ${process.env.PROCESSOR_KEY}`, "idempotency-key": key },
    });
  } catch (error) {
    if (error.cause?.code === "ECONNREFUSED") throw new NotDone("the connection was refused");
    throw new Error("no answer came"); // the error itself may quote
  }
  // 401, 403: somebody has to mend the account; 429: it is too much at once
  if ([401, 403, 429].includes(answer.status)) throw new NotDone(`HTTP ${answer.status}`);
  if ([400, 404].includes(answer.status)) throw new Refused(`HTTP ${answer.status}`);
  if (![200, 402].includes(answer.status)) throw new Error(`HTTP ${answer.status}`);
  const said = await answer.json();
  const paid = said.error?.payment_intent ?? said; // 402: how this one says that a card was declined
  const declined = paid.last_payment_error;
  return {
    merchant_transaction_id: request.merchant_transaction_id ?? "",
    connector_transaction_id: paid.id ?? "",
    status: STATUS[paid.status] ?? "UNRESOLVED", // never a guess
    status_code: 200,
    ...(declined && { error: { connector_details: { code: declined.code ?? "", message: declined.message ?? "" } } }),
  };
}
