"""What every page of the desk is made with: who visits, what they typed, the frame, and writes by the API."""
