import { StrictMode, useState, type ChangeEvent } from 'react';
import { createRoot } from 'react-dom/client';

/** A form whose fields are React's: what the page shows of them is its state, and nothing else. */
function OrderForm() {
  const [order, setOrder] = useState({ name: '', colour: 'brass', gift: false, note: '', secret: '' });
  const [sent, setSent] = useState('');
  const [touched, setTouched] = useState('');
  const set =
    (field: keyof typeof order) =>
    ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>) =>
      setOrder({ ...order, [field]: target.type === 'checkbox' ? (target as HTMLInputElement).checked : target.value });
  return (
    <main>
      <form
        data-cc-unmask=""
        onSubmit={(event) => {
          event.preventDefault();
          setSent(JSON.stringify(order));
        }}
      >
        <p>
          <label htmlFor="name">Name on the card</label>
          <input id="name" value={order.name} onChange={set('name')} onBlur={() => setTouched('name')} maxLength={20} />
        </p>
        <p>
          <label htmlFor="colour">Colour</label>
          <select id="colour" value={order.colour} onChange={set('colour')}>
            <option value="brass">Brass</option>
            <option value="steel">Steel</option>
          </select>
        </p>
        <p>
          <label>
            <input id="gift" type="checkbox" checked={order.gift} onChange={set('gift')} /> As a gift
          </label>
        </p>
        <p>
          <label htmlFor="note">Note</label>
          <textarea id="note" value={order.note} onChange={set('note')} />
        </p>
        <button>Order</button>
      </form>
      <p>
        <label htmlFor="password">Password</label>
        <input id="password" type="password" value={order.secret} onChange={set('secret')} />
      </p>
      <p id="said">{`Hello ${order.name}, ${order.colour}${order.gift ? ', wrapped' : ''}; touched ${touched}`}</p>
      <p id="sent">{sent}</p>
      <p style={{ height: 1500 }}>Terms</p>
    </main>
  );
}

const app = document.querySelector('#app');
if (app)
  createRoot(app).render(
    <StrictMode>
      <OrderForm />
    </StrictMode>,
  );
