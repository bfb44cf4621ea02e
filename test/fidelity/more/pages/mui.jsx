import { createRoot } from 'react-dom/client';
import {
  Alert,
  AppBar,
  Button,
  Card,
  CardContent,
  Chip,
  Slider,
  Stack,
  Switch,
  Tab,
  Tabs,
  TextField,
  Toolbar,
  Typography,
} from '@mui/material';
import { useState } from 'react';

function App() {
  const [tab, setTab] = useState(0);
  return (
    <>
      <AppBar position="static">
        <Toolbar>
          <Typography variant="h6">Shop</Typography>
        </Toolbar>
      </AppBar>
      <Stack spacing={2} sx={{ p: 3 }}>
        <Tabs value={tab} onChange={(_, at) => setTab(at)}>
          <Tab label="Order" />
          <Tab label="Delivery" />
        </Tabs>
        <Alert severity="success">Saved</Alert>
        <TextField label="Name" placeholder="Full name" />
        <TextField label="City" variant="filled" />
        <Stack direction="row" spacing={1}>
          <Chip label="New" color="primary" />
          <Chip label="Sale" variant="outlined" />
          <Button variant="contained">Buy</Button>
          <Button variant="outlined" disabled>
            Sold out
          </Button>
        </Stack>
        <Card>
          <CardContent>
            <Typography variant="h5">Boots</Typography>
            <Typography color="text.secondary">In three sizes</Typography>
          </CardContent>
        </Card>
      </Stack>
    </>
  );
}
createRoot(document.getElementById('app')).render(<App />);
